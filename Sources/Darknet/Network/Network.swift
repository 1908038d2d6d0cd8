/// A network description: `[net]` and its layers, typed and with every shape known.
public struct Network: Sendable {
  /// The cfg as the caller named it.
  public let file: String
  /// The `[net]` section.
  public let net: NetSection
  /// The layers in the order of the cfg; the position is the darknet layer index.
  public let layers: [Layer]
}
