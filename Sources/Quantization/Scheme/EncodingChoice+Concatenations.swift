import Graph

/// Concatenations on quantized values: one scale for all parts, or scales of their own.
extension EncodingChoice {
  /// Lets the parts of each concatenation share its scale, unless scales of their own measure less
  /// noise.
  mutating func chooseConcatenations() {
    for (index, node) in plan.graph.nodes.enumerated()
    where plan.isInteger[index] && node.operation is Concatenation {
      if sharingIsBetter(index, node) {
        for input in node.inputs { tie(node.outputs[0], input) }
      } else {
        separate.insert(index)
      }
    }
  }

  private mutating func sharingIsBetter(_ index: Int, _ node: Node) -> Bool {
    if hasOwnRanges { return false }
    // Without an operator for it, and on hardware that only shifts, parts cannot be scaled anew.
    if options.domain == .standard || options.scales == .powerOfTwo { return true }
    let output = members[classes.root(of: node.outputs[0])] ?? node.outputs
    var parts: [[ValueID]] = []
    for input in node.inputs {
      let root = classes.root(of: input)
      // An input tied to the output, or to another input, has no scale of its own.
      guard let part = members[root], !part.contains(node.outputs[0]), !parts.contains(part) else {
        return true
      }
      parts.append(part)
    }
    let whole = objective(output)
    let others = parts.map { objective($0, excluding: index) }
    let hasOthers = parts.map { part in
      part.contains { !readers(of: $0, excluding: index).isEmpty }
    }
    let shared = search.encoding(for: Objective(whole.members + others.flatMap(\.members)))
    var sharedNoise = whole.noise(of: shared)
    let own = search.encoding(for: whole)
    var ownNoise = 0.0
    for (position, part) in parts.enumerated() {
      separate.insert(index)
      let encoding = search.encoding(for: objective(part))
      separate.remove(index)
      if hasOthers[position] {
        sharedNoise += others[position].noise(of: shared)
        ownNoise += others[position].noise(of: encoding)
      }
      ownNoise +=
        requantizationNoise(
          of: node.inputs[position], encoding, own, in: node.outputs[0])
        * Double(max(whole.members.count, 1))
    }
    return sharedNoise <= ownNoise
  }

  /// The noise of a part that is stored twice, relative to the power of the whole.
  private func requantizationNoise(
    of part: ValueID, _ first: QuantizationEncoding, _ second: QuantizationEncoding,
    in whole: ValueID
  ) -> Double {
    guard let histogram = histograms[part], let power = histograms[whole]?.power, power > 0,
      let count = histograms[whole]?.count, count > 0
    else { return 0 }
    var noise = 0.0
    for bin in histogram.bins {
      let once = first.real(first.stored(bin.value))
      let error = Double(second.real(second.stored(once)) - bin.value)
      noise += error * error * Double(bin.count)
    }
    return noise / Double(count) / power
  }
}
