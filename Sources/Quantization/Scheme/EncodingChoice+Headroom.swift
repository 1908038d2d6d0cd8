import Graph

/// Room for rare large numbers.
///
/// The least squared error over all numbers of all images is that of the background: it clips the
/// few large numbers that objects give, and with them the scores of what is to be detected. So
/// ranges go some of the way from there to all that was seen. How far is a matter of measuring
/// detections; see the ablation in BENCHMARKS.md.
extension EncodingChoice {
  mutating func addHeadroom() {
    guard options.headroom > 0, options.ranges == .mse else { return }
    let factors = chosen.keys.reduce(into: [ValueID: Float]()) { factors, root in
      factors[root] = 1 + options.headroom * (excess(of: root) - 1)
    }
    for (root, encoding) in chosen {
      let factor = aligned(root).flatMap { factors[$0] } ?? factors[root] ?? 1
      chosen[root] = limited(
        QuantizationEncoding(
          element: encoding.element, scale: search.form.scale(nearest: encoding.scale * factor),
          zeroPoint: encoding.zeroPoint),
        members[root] ?? [])
    }
  }

  /// By which factor a class's scale would have to grow for all numbers to fit, 1 where they do.
  private func excess(of root: ValueID) -> Float {
    guard let encoding = chosen[root], let values = members[root],
      !values.contains(where: plan.graph.inputs.contains)
    else { return 1 }
    return values.reduce(1) { factor, value in
      guard let histogram = histograms[value], !histogram.isEmpty else { return factor }
      var factor = factor
      if encoding.upper > 0 { factor = max(factor, histogram.maximum / encoding.upper) }
      // A short side below 0 is the tail of an activation, where little is lost.
      if -encoding.lower > encoding.upper / 2 {
        factor = max(factor, histogram.minimum / encoding.lower)
      }
      return factor
    }
  }

  /// The class of the result, for the operand of a leaky ReLU: their scales keep step.
  private func aligned(_ root: ValueID) -> ValueID? {
    guard let values = members[root], values.count == 1, let users = plan.readers[values[0]],
      users.count == 1, plan.isInteger[users[0]],
      case .leakyRelu = (plan.graph.nodes[users[0]].operation as? Unary)?.function
    else { return nil }
    return classes.existingRoot(of: plan.graph.nodes[users[0]].outputs[0])
  }
}
