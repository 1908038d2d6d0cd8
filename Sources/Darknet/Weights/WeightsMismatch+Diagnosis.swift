extension WeightsMismatch {
  /// Says where a file of `found` bytes stops fitting and why; nil when it fits or, with
  /// `allowsPrefix`, ends exactly behind a layer.
  ///
  /// - Parameter upper: the bytes 16 to 19: of a wide header the upper half of a count, which is 0,
  ///   else the first weight.
  init?(
    path: String, found: Int, upper: UInt32?, layout: WeightsLayout, network: Network,
    allowsPrefix: Bool
  ) {
    guard found != layout.byteCount else { return nil }
    let partial = WeightsMismatch.partialLayerCount(found, layout)
    if allowsPrefix, partial != nil { return nil }
    // With too few bytes the array they end in, else the last layer that owns any.
    let block = layout.layers.first { $0.end > found }?.blocks.first { $0.end > found }
    let index = block?.layer ?? layout.layers.last?.layer ?? 0
    let layer = network.layers[index]
    self.path = path
    cfg = network.file
    expected = layout.byteCount
    self.found = found
    self.layer = index
    layerType = layer.type
    line = layer.location.line
    self.block = block
    offset = block?.offset ?? layout.byteCount
    cause = WeightsMismatch.cause(found, upper, partial: partial, layout, network)
  }

  private static func cause(
    _ found: Int, _ upper: UInt32?, partial: Int?, _ layout: WeightsLayout, _ network: Network
  ) -> Cause {
    let header = layout.header
    if !header.isPlausible { return .implausibleHeader(header) }
    let otherWidth = header.isWide ? 16 : 20
    let looksWide = upper == 0
    if found - layout.byteCount == otherWidth - header.byteCount, looksWide != header.isWide {
      return .headerWidth(expected: header.byteCount, found: otherWidth)
    }
    if (found - header.byteCount) % 4 != 0 { return .damaged }
    if let partial, partial > 0 { return .partial(layerCount: partial) }
    return classCount(missing: (found - layout.byteCount) / 4, layout, network)
      ?? .otherNetwork(isShort: found < layout.byteCount)
  }

  /// The number of layers when the file ends exactly behind one of them, or behind the header.
  private static func partialLayerCount(_ found: Int, _ layout: WeightsLayout) -> Int? {
    if found == layout.header.byteCount { return 0 }
    return layout.layers.first { $0.end == found }.map { $0.layer + 1 }
  }

  /// The number of classes with which sizes agree: every class takes the same number of floats
  /// in the layers before the heads.
  private static func classCount(
    missing: Int, _ layout: WeightsLayout, _ network: Network
  ) -> Cause? {
    var classes: Set<Int> = []
    var floatsPerClass = 0
    for layer in network.layers.dropFirst() {
      guard let head = ClassHead(layer.section),
        let weights = layout[layer.index - 1], let outputs = weights.blocks.first?.shape.first
      else { continue }
      classes.insert(head.classes)
      floatsPerClass += head.outputsPerClass * (weights.count / outputs)
    }
    guard let found = classes.first, classes.count == 1, floatsPerClass > 0,
      missing % floatsPerClass == 0
    else { return nil }
    let other = found + missing / floatsPerClass
    return (1...100_000).contains(other) ? .classCount(cfg: found, weights: other) : nil
  }
}

/// How the outputs of the layer before a head depend on the number of classes.
private struct ClassHead {
  let classes: Int
  let outputsPerClass: Int

  init?(_ section: any LayerSection) {
    switch section {
    case let head as YoloSection: (classes, outputsPerClass) = (head.classes, head.mask.count)
    case let head as GaussianYoloSection:
      (classes, outputsPerClass) = (head.classes, head.mask.count)
    case let head as RegionSection: (classes, outputsPerClass) = (head.classes, head.anchors.count)
    case let head as DetectionSection:
      (classes, outputsPerClass) = (head.classes, head.side * head.side)
    default: return nil
    }
  }
}
