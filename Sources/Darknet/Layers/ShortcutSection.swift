/// `[shortcut]`: the previous output plus earlier ones; the shape is the previous layer's.
///
/// Of a source with another number of channels the first min(channels) are added. One of another size
/// is sampled as pjreddie's darknet does it (`shortcut_cpu`, `blas.c`), if one size is a multiple of
/// the other.
public struct ShortcutSection: LayerSection, Hashable {
  /// `weights_type`.
  public enum Weighting: Hashable, Sendable {
    /// Plain sum.
    case none
    /// One stored weight for each input: `per_feature` and `per_layer`.
    case perFeature
    /// One stored weight for each input and channel, [inputs][channels].
    case perChannel
  }

  /// `weights_normalization`.
  public enum Normalization: Hashable, Sendable {
    /// Weights as they are.
    case none
    /// `relu` and `avg_relu`: w = max(w, 0.001) / (0.0001 + sum), see the semantics of
    /// `fuse_conv_batchnorm`.
    case relu
    /// e^w / (0.0001 + sum).
    case softmax
  }

  /// The layers added, absolute; weight 0 belongs to the previous layer, 1... to these.
  public let from: [Int]
  /// What follows the sum.
  public let activation: Activation
  /// Whether stored weights apply.
  public let weighting: Weighting
  /// How stored weights are normalized.
  public let normalization: Normalization
}

extension ShortcutSection: LayerRule {
  static let names = ["shortcut"]
  static let keys = KeyTable(
    inference: ["from", "activation", "weights_type", "weights_normalization"])

  /// The spellings of `weights_type`.
  private enum WeightsType: String, CaseIterable {
    case none
    case perFeature = "per_feature"
    case perLayer = "per_layer"
    case perChannel = "per_channel"
  }

  /// The spellings of `weights_normalization`.
  private enum WeightsNormalization: String, CaseIterable {
    case none, relu
    case averageRelu = "avg_relu"
    case softmax
  }

  init(reading reader: inout SectionReader) {
    from = reader.references("from")
    activation = reader.activation(default: .linear)
    let otherwise = "with which darknet stops"
    switch reader.choice("weights_type", default: WeightsType.none, otherwise: otherwise) {
    case .none: weighting = .none
    case .perFeature, .perLayer: weighting = .perFeature
    case .perChannel: weighting = .perChannel
    }
    switch reader.choice(
      "weights_normalization", default: WeightsNormalization.none, otherwise: otherwise)
    {
    case .none: normalization = .none
    case .relu, .averageRelu: normalization = .relu
    case .softmax: normalization = .softmax
    }
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let previous = context.input
    let certainty = context.certainty
    for index in from {
      guard let source = context.layer(index) else { continue }
      context.rely(on: source)
      let shape = source.output
      switch shape.isVector ? nil : Sampling(of: shape, like: previous) {
      case .whole: continue
      case .strided, .spread:
        guard context.certainty.contains(.extent) else { continue }
        context.warn(message(adding: shape, of: index, to: previous), at: "from")
      case nil:
        context.misfit(
          .extent, message(adding: shape, of: index, to: previous), at: "from")
      }
    }
    // Whatever is added, the shape stays the previous layer's.
    context.certainty = certainty
    return context.result(previous)
  }

  private func message(
    adding shape: FeatureShape, of index: Int, to previous: FeatureShape
  ) -> String {
    let remark =
      switch shape.isVector ? nil : Sampling(of: shape, like: previous) {
      case .strided(let stride):
        "; as pjreddie's does, one cell in every \(stride) columns and rows of it is added"
      case .spread(let stride):
        "; as pjreddie's does, it is added to one cell in every \(stride) columns and rows"
      case .whole, nil: ""
      }
    return """
      width and height differ: layer \(index) gives \(shape), the previous layer \(previous); \
      AlexeyAB's darknet stops here\(remark)
      """
  }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work {
    let additions = Double(output.count) * Double(from.count)
    return Work(operations: weighting == .none ? additions : 2 * additions)
  }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] {
    switch weighting {
    case .none: []
    case .perFeature: [ParameterBlock(role: .weights, shape: [from.count + 1])]
    case .perChannel:
      [ParameterBlock(role: .weights, shape: [from.count + 1, output.channels])]
    }
  }
}

/// Which cells of a map are added to which of another one.
enum Sampling: Hashable {
  /// Each to the one in its place.
  case whole
  /// Every so many in both directions.
  case strided(Int)
  /// Each to every so many in both directions.
  case spread(Int)

  /// How a map of the first size is added to one of the second; nil where neither is a multiple.
  init?(of source: FeatureShape, like target: FeatureShape) {
    func factor(_ large: FeatureShape, _ small: FeatureShape) -> Int? {
      let factor = large.height / small.height
      let fits =
        (small.height * factor, small.width * factor) == (large.height, large.width)
      return fits && factor > 0 ? factor : nil
    }
    if let stride = factor(source, target) {
      self = stride == 1 ? .whole : .strided(stride)
    } else if let stride = factor(target, source) {
      self = .spread(stride)
    } else {
      return nil
    }
  }
}
