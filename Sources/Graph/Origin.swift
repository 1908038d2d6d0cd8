/// Where in the network description something came from.
public struct Origin: Hashable, Sendable {
  /// The darknet layer index: 0 for the first section after `[net]`.
  public var layer: Int
  /// The line of the section's header in the cfg, from 1; nil when the graph was read from a
  /// format that does not tell.
  public var line: Int?

  /// Creates an origin.
  public init(layer: Int, line: Int? = nil) {
    self.layer = layer
    self.line = line
  }
}
