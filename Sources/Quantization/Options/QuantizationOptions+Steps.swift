extension QuantizationOptions {
  /// What was asked for, in words of the command line.
  ///
  /// - Parameters:
  ///   - hasHeads: whether the network tells of heads, without which none can be split.
  ///   - front: how many of the first convolutions stay in float.
  func steps(hasHeads: Bool, front: Int) -> [String] {
    let head = headForm == .split && !hasHeads ? HeadForm.single : headForm
    var steps = [
      "format \(format.rawValue)", "head \(head.rawValue)",
      "granularity \(granularity.rawValue)",
      "ranges \(ranges.rawValue)" + (ranges == .percentile ? " \(percentile)" : ""),
      "activation type \(activationType.rawValue)", "domain \(domain.rawValue)",
    ]
    if tensorRanges != .shared { steps.append("tensor ranges \(tensorRanges.rawValue)") }
    if requantization != .float { steps.append("requantization \(requantization.rawValue)") }
    if format == .qdq { steps.append("qdq \(qdq.rawValue)") }
    if ranges == .mse, headroom > 0 { steps.append("headroom \(headroom)") }
    if isActivationAware { steps.append("activation-aware") }
    if symmetry == .symmetric { steps.append("zero points in the middle") }
    if scales == .powerOfTwo { steps.append("scales powers of two") }
    if bias != .int32 { steps.append("bias \(bias.rawValue)") }
    if pointwise != .all { steps.append("1x1 convolutions with a multiple of 8 cells only") }
    if leakySlope == .dpu { steps.append("leaky slope 26/256") }
    if leaky != .table, allowsDualLeaky { steps.append("leaky \(leaky.rawValue)") }
    if isRangeReduced { steps.append("reduced range") }
    if weightScales == .leastError { steps.append("fitted weight scales") }
    if equalization != .none { steps.append("equalization \(equalization.rawValue)") }
    if rounding == .moments { steps.append("rounding by second moments") }
    if correctsBias { steps.append("bias correction") }
    if front > 0 { steps.append("the first \(front) convolutions in float") }
    if floatLayers > 0 { steps.append("\(floatLayers) layers in float") }
    if wideLayers > 0 { steps.append("\(wideLayers) layers with 16-bit activations") }
    return steps
  }
}
