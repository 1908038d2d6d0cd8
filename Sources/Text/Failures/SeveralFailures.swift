/// Failures that are reported at once.
public struct SeveralFailures: Failure, LinedError {
  /// All of them, in the order in which they are reported.
  public let failures: [any Error]

  /// How many are reported.
  private static let mostLines = 20

  /// - Throws: the failures, where there are any; one alone as it is.
  public static func check(_ failures: [any Error]) throws {
    guard let first = failures.first else { return }
    throw failures.count == 1 ? first : SeveralFailures(failures: failures)
  }

  /// That of the first.
  public var category: FailureCategory { (failures.first as? any Failure)?.category ?? .fault }

  /// Each on lines of its own, the first of them.
  public var lines: Lines {
    let shown = failures.prefix(SeveralFailures.mostLines).map { Lines($0) }
    let rest: [Lines] =
      failures.count > shown.count ? ["and \(failures.count - shown.count) more"] : []
    return (shown + rest).joined()
  }
}
