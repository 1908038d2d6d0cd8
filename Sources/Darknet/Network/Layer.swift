import Text

/// One layer of a network, with its shapes.
public struct Layer: Sendable {
  /// The darknet layer index: 0 for the first section after `[net]`.
  public let index: Int
  /// darknet's canonical name of the layer type, for example `convolutional` for `[conv]` too.
  public let type: String
  /// The keys that every layer has.
  public let options: LayerOptions
  /// What the layer before forwards to this one (for the first layer the network's input).
  public let input: FeatureShape
  /// What darknet records as this layer's output and references from other layers see.
  ///
  /// With `antialiasing` this is the shape before the blur.
  public let output: FeatureShape
  /// What the next layer sees: as `output`, except after the blur of `antialiasing`.
  public let forwarded: FeatureShape
  /// The typed section with what is known of its type.
  let rule: any LayerRule
  private let text: CfgSection

  /// A layer whose type is known.
  init?(_ draft: DraftLayer, index: Int) {
    guard let rule = draft.rule else { return nil }
    self.index = index
    self.rule = rule
    type = draft.type
    options = draft.options
    input = draft.input
    output = draft.output
    forwarded = draft.forwarded
    text = draft.text
  }

  /// The typed section.
  public var section: any LayerSection { rule }

  /// The section's header in the cfg.
  public var location: SourceLocation { text.location }

  /// Where the cfg gives the value of a key; the header when it does not.
  public func location(of key: String) -> SourceLocation {
    text[key]?.valueLocation ?? text.location
  }

  /// Multiplications followed by an addition, for one image: of convolutions, connected, local
  /// and recurrent layers; 0 for other layers.
  public var multiplyAdds: Int { rule.work(from: input, to: output).multiplyAdds }

  /// What darknet prints as BFLOPs: 10^9 operations as it counts them, two for each multiply-add
  /// of a convolution, nothing for connected layers.
  public var darknetBFLOPs: Double { rule.work(from: input, to: output).operations / 1e9 }
}
