import Text

/// Why a list of licences is none.
public struct LicensePolicyError: Failure, LinedError, Hashable, Sendable {
  /// What is wrong, for each element that is.
  public let problems: [String]

  /// A line for each problem.
  public var lines: Lines { problems.map { "\($0)" }.joined() }

  /// What is wrong with one element.
  struct Reason: Error {
    let text: String
  }
}

extension LicensePolicyError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
