import Text

/// Why a cfg does not describe a network: everything that is wrong with it, in the order of the
/// file, warnings included.
public struct CfgError: Failure, LinedError, Hashable, Sendable {
  /// The mistakes and warnings.
  public let diagnostics: [Diagnostic]

  /// One diagnostic on each line.
  public var lines: Lines { diagnostics.map { "\($0)" }.joined() }
}

extension CfgError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
