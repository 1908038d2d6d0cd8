extension WeightsFile {
  /// Looks for numbers that cannot be a trained network's: NaN, infinity, negative or absurdly
  /// large variances. One finding for each array and kind, in the order of the file.
  public func screen() -> [WeightsFinding] {
    layout.layers.prefix { $0.layer < layerCount }.flatMap { weights in
      weights.blocks.flatMap { block in
        withUnsafeFloats(of: block) { values in
          WeightsFinding.Kind.allCases.compactMap { kind in
            screen(values, of: block, for: kind)
          }
        }
      }
    }
  }

  /// Whether every filter is 0: nobody has trained such a network, and it gives the same for every
  /// image.
  public var isAllZero: Bool {
    let blocks = layout.layers.prefix { $0.layer < layerCount }.flatMap(\.blocks)
      .filter { $0.role == .weights }
    return !blocks.isEmpty
      && blocks.allSatisfy { block in
        withUnsafeFloats(of: block) { values in values.allSatisfy { $0 == 0 } }
      }
  }

  private static let pieceCount = 1 << 20

  private func screen(
    _ values: UnsafeBufferPointer<Float>, of block: WeightsBlock, for kind: WeightsFinding.Kind
  ) -> WeightsFinding? {
    guard kind.applies(to: block.role) else { return nil }
    var (found, count): (Int?, Int) = (nil, 0)
    // Piece by piece, so that the largest array takes no memory to speak of.
    for start in stride(from: 0, to: values.count, by: WeightsFile.pieceCount) {
      let range = start..<min(start + WeightsFile.pieceCount, values.count)
      let piece = UnsafeBufferPointer(rebasing: values[range])
      defer {
        mapping.releasePages(
          block.offset + 4 * range.lowerBound..<block.offset + 4 * range.upperBound)
      }
      guard kind.mayOccur(in: piece), let place = piece.firstIndex(where: kind.matches) else {
        continue
      }
      if found == nil { found = start + place }
      count += piece.count(where: kind.matches)
    }
    guard let first = found else { return nil }
    let channels = block.shape[0]
    // Transposed matrices have the channels in the innermost place.
    let channel = block.isTransposed ? first % channels : first / (block.count / channels)
    let layer = network.layers[block.layer]
    return WeightsFinding(
      block: block, kind: kind, channel: channel, value: values[first], count: count,
      location: layer.location, layerType: layer.type)
  }
}
