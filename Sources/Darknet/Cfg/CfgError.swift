/// Why a cfg does not describe a network: everything that is wrong with it, in the order of the
/// file, warnings included.
public struct CfgError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The mistakes and warnings.
  public let diagnostics: [Diagnostic]

  /// One diagnostic on each line.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
