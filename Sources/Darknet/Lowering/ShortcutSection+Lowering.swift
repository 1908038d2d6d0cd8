import Graph

extension ShortcutSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let previous = lowering.current
    let channels = lowering.shape(previous)[1]
    let weights = try effectiveWeights(layer, channels: channels, in: lowering)
    var sum = try weighted(previous, weights, 0, channels: channels, &lowering)
    for (position, index) in from.enumerated() {
      let sampled = try lowering.sampled(
        lowering.output(of: index), Sampling(of: lowering.layers[index].output, like: layer.input))
      let source = try lowering.fitted(sampled, toChannelsOf: previous)
      let term = try weighted(source, weights, position + 1, channels: channels, &lowering)
      sum = try lowering.add(Binary(.add), sum, term, as: "sum")
    }
    lowering.current = try lowering.activated(sum, activation)
    return lowering.current
  }

  /// A term times its weight, a number or one for each channel.
  private func weighted(
    _ value: ValueID, _ weights: [[Float]]?, _ position: Int, channels: Int,
    _ lowering: inout Lowering
  ) throws(LoweringError) -> ValueID {
    guard let weights else { return value }
    let own = weights[position]
    let dimensions = own.count == 1 ? [] : [1, channels, 1, 1]
    let factor = try lowering.constant(own, dimensions, as: "weight_\(position)")
    return try lowering.add(Binary(.multiply), value, factor, as: "weighted_\(position)")
  }

  /// The stored weights as darknet's inference uses them, by input and channel; nil without.
  ///
  /// `fuse_conv_batchnorm` (`network.c` 1289-1378) normalizes them once before the first run, the
  /// relu kind with a floor of 0.001.
  private func effectiveWeights(
    _ layer: Layer, channels: Int, in lowering: Lowering
  ) throws(LoweringError) -> [[Float]]? {
    let columns: Int
    switch weighting {
    case .none: return nil
    case .perFeature: columns = 1
    case .perChannel: columns = channels
    }
    let inputs = from.count + 1
    let stored: [Float] = try lowering.parameters.tensor(
      .weights, of: layer, part: nil, shape: try lowering.checked([inputs * columns])
    ).elements()
    var rows = (0..<inputs).map { Array(stored[$0 * columns..<($0 + 1) * columns]) }
    guard normalization != .none else { return rows }
    for column in 0..<columns {
      let raw = rows.map { $0[column] }
      let largest = raw.max() ?? 0
      let positive = raw.map { value -> Float in
        normalization == .relu ? max(value, 0.001) : Float(exponential(value - largest))
      }
      let sum = positive.reduce(0.0001, +)
      for row in rows.indices { rows[row][column] = positive[row] / sum }
    }
    return rows
  }
}

extension Lowering {
  /// A source whose cells stand where they are added.
  fileprivate mutating func sampled(
    _ source: ValueID, _ sampling: Sampling?
  ) throws(LoweringError) -> ValueID {
    switch sampling {
    case .whole, nil: return source
    case .strided(let stride):
      // Of one cell the largest is the cell.
      let window = Window(kernel: Extent2D(1), stride: Extent2D(stride))
      return try add(MaxPool(window: window), source, as: "sampled")
    case .spread(let stride):
      let spread = try add(UpsampleNearest(scale: Extent2D(stride)), source, as: "spread")
      let (height, width) = (shape(spread)[2], shape(spread)[3])
      let mask = (0..<height * width).map { place -> Float in
        (place / width).isMultiple(of: stride) && (place % width).isMultiple(of: stride) ? 1 : 0
      }
      let cells = try constant(mask, [1, 1, height, width], as: "cells")
      return try add(Binary(.multiply), spread, cells, as: "sampled")
    }
  }

  /// A source with as many channels as `reference`: surplus channels are cut off, missing ones
  /// are zeros, so that only the first min(channels) are added.
  fileprivate mutating func fitted(
    _ source: ValueID, toChannelsOf reference: ValueID
  ) throws(LoweringError) -> ValueID {
    let (have, want) = (shape(source)[1], shape(reference)[1])
    if have > want {
      return try add(Slice(axis: 1, start: 0, end: want), source, as: "first_channels")
    }
    if have < want {
      return try add(
        Pad(before: [0, 0, 0, 0], after: [0, want - have, 0, 0], value: 0), source,
        as: "padded_channels")
    }
    return source
  }
}
