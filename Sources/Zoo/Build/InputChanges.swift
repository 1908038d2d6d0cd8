/// How what a step depends on has changed, for people.
struct InputChanges {
  /// A sentence for each change, the first of many.
  let sentences: [String]
  private static let mostSentences = 8

  init(from before: [String: String], to after: [String: String]) {
    let keys = Set(before.keys).union(after.keys).sorted()
    let changes = keys.compactMap { key -> String? in
      switch (before[key], after[key]) {
      case (let old?, let new?) where old != new:
        "\(key) changed from \(InputChanges.short(old)) to \(InputChanges.short(new))"
      case (nil, let new?): "\(key) is new: \(InputChanges.short(new))"
      case (let old?, nil): "\(key) is gone: \(InputChanges.short(old))"
      default: nil
      }
    }
    let rest = changes.count - InputChanges.mostSentences
    sentences =
      Array(changes.prefix(InputChanges.mostSentences))
      + (rest > 0 ? ["and \(rest) more"] : [])
  }

  /// A hash by its beginning, a long text as well.
  private static func short(_ value: String) -> String {
    if value.utf8.count == 64, value.allSatisfy(\.isHexDigit) { return "\(value.prefix(12))..." }
    return value.count > 80 ? "\(value.prefix(77))..." : value
  }
}
