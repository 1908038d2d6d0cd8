/// Which part of a file an answer holds: `bytes 5-9/10`, or `bytes */10` where it has none.
struct ContentRange: Hashable {
  /// The first and the last byte.
  let part: ClosedRange<Int>?
  /// How many bytes the file has.
  let total: Int

  /// Reads the header; nil where it does not say all of it.
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
    let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let total = ContentRange.number(halves[1]) else { return nil }
    self.total = total
    guard halves[0] != "*" else {
      part = nil
      return
    }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = ContentRange.number(ends[0]),
      let last = ContentRange.number(ends[1]), first <= last, last < total
    else { return nil }
    part = first...last
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }
}
