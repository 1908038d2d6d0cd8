/// What is stored where in the weights file of a network.
///
/// Order and contents: AlexeyAB/darknet at 59596d78, `src/parser.c` lines 2093-2352. The arrays
/// follow each other without gaps, as 32-bit little-endian floats.
public struct WeightsLayout: Hashable, Sendable {
  /// The header the offsets count with.
  public let header: WeightsHeader
  /// The layers that own bytes, in order.
  public let layers: [LayerWeights]
  /// The size of the whole file.
  public let byteCount: Int
  private let positions: [Int: Int]

  /// Lays out the weights of a network. Layers with `dontload` or `share_index` own nothing.
  public init(network: Network, header: WeightsHeader = WeightsHeader()) {
    var layers: [LayerWeights] = []
    // A valid network's arrays have less than 2^31 elements and its layers are at most 10,000, so
    // that the sum does not overflow.
    var offset = header.byteCount
    for layer in network.layers where !layer.options.dontLoad {
      let start = offset
      let parameters = layer.rule.parameters(
        from: layer.input, to: layer.output, options: layer.options)
      let blocks = parameters.map { parameter in
        let block = WeightsBlock(parameter, layer: layer.index, offset: offset, header: header)
        offset = block.end
        return block
      }
      guard !blocks.isEmpty else { continue }
      layers.append(
        LayerWeights(
          layer: layer.index, blocks: blocks, offset: start, byteCount: offset - start))
    }
    self.header = header
    self.layers = layers
    byteCount = offset
    positions = Dictionary(
      uniqueKeysWithValues: layers.enumerated().map { ($0.element.layer, $0.offset) })
  }

  /// What a layer owns; nil when it owns nothing.
  public subscript(layer: Int) -> LayerWeights? { positions[layer].map { layers[$0] } }

  /// One array of a layer; nil when the layer has none such.
  public func block(
    layer: Int, role: WeightsRole, part: String? = nil
  ) -> WeightsBlock? {
    self[layer]?.blocks.first { $0.role == role && $0.part == part }
  }
}

extension WeightsBlock {
  init(_ parameter: ParameterBlock, layer: Int, offset: Int, header: WeightsHeader) {
    self.layer = layer
    self.offset = offset
    part = parameter.part
    role = parameter.role
    shape = parameter.shape
    count = parameter.shape.reduce(1, *)
    switch parameter.order {
    case .natural: isTransposed = false
    case .transposed: isTransposed = true
    case .transposedByHeader: isTransposed = header.isTransposed
    }
  }
}
