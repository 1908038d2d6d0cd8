import Text

/// What came of parsing a cfg: the network, unless there are errors, and everything worth saying.
public struct ParsedNetwork: Sendable {
  /// The network with guesses where something is wrong, for showing what was understood; nil when
  /// there is no layer, or one of an unknown type or with more weights than can be held. Use
  /// `network` for anything else.
  public let bestEffort: Network?
  /// The mistakes and warnings in the order of the file.
  public let diagnostics: [Diagnostic]

  /// Whether a mistake keeps the network from being used.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The network; nil when there are errors.
  public var network: Network? { hasErrors ? nil : bestEffort }

  /// The network.
  ///
  /// - Throws: all diagnostics when one of them is an error.
  public func get() throws(CfgError) -> Network {
    guard let network else { throw CfgError(diagnostics: diagnostics) }
    return network
  }
}
