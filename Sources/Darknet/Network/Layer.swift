/// One layer of a network, with its shapes.
public struct Layer: Sendable {
  /// The darknet layer index: 0 for the first section after `[net]`.
  public let index: Int
  /// The section's header in the cfg.
  public let location: SourceLocation
  /// darknet's canonical name of the layer type, for example `convolutional` for `[conv]` too.
  public let type: String
  /// The typed section.
  public let section: any LayerSection
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
}
