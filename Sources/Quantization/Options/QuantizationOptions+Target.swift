extension QuantizationOptions {
  /// The same choices for accuracy, in the form that a target reads.
  ///
  /// What the file looks like is what the target chooses, from the usual form on: format, types, zero
  /// points, scales, biases, heads, operators. How ranges and weights are chosen stays as it is here.
  public func formed(for target: DeploymentTarget) -> QuantizationOptions {
    let usual = QuantizationOptions()
    var options = self
    options.format = usual.format
    options.qdq = usual.qdq
    options.head = usual.head
    options.granularity = usual.granularity
    options.isRangeReduced = usual.isRangeReduced
    options.activationType = usual.activationType
    options.symmetry = usual.symmetry
    options.scales = usual.scales
    options.bias = usual.bias
    options.leakySlope = usual.leakySlope
    options.pointwise = usual.pointwise
    options.domain = usual.domain
    // How hardware makes 8-bit values of sums is a choice of that hardware; no runtime has it.
    if target != .hardware { options.requantization = usual.requantization }
    options.choose(for: target)
    return options
  }
}
