/// How many bytes there may be.
struct ExpectedSize: Hashable, Sendable {
  /// The sizes that are right, ascending; empty where not all are known.
  private let exact: [Int]
  /// The most bytes that are taken.
  let largest: Int

  init(_ download: Download) {
    let stated = download.accepted.map(\.size)
    let known =
      stated.isEmpty ? [download.size].compactMap { $0 } : stated.compactMap { $0 }
    exact = known.count == max(stated.count, 1) ? Set(known).sorted() : []
    largest = exact.last ?? download.policy.largestUnknown
  }

  /// Whether sizes are known.
  var isKnown: Bool { !exact.isEmpty }
  /// The smallest that is right.
  var smallest: Int? { exact.first }
  /// The size, where only one is right.
  var only: Int? { exact.count == 1 ? exact.first : nil }

  /// Whether a file of a size may be right.
  func allows(_ size: Int) -> Bool { isKnown ? exact.contains(size) : size <= largest }

  /// What is wrong with a size that is not allowed.
  func failure(_ size: Int) -> FailureReason {
    isKnown ? .size(found: size, expected: exact) : .tooLarge(limit: largest)
  }
}
