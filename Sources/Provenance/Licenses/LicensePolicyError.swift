/// Why a list of licences is none.
public struct LicensePolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, for each element that is.
  public let problems: [String]

  /// A line for each problem.
  public var description: String { problems.joined(separator: "\n") }

  /// What is wrong with one element.
  struct Reason: Error {
    let text: String
  }
}
