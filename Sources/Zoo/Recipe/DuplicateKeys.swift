/// Keys that are given twice, hidden from Yams, which otherwise would stop at the first of them and
/// tell of nothing else.
///
/// The first character of the earlier one is replaced by one that nobody uses, so that no place moves.
struct DuplicateKeys {
  private struct Place: Hashable {
    let line: Int
    let column: Int
  }

  private var names: [Place: String] = [:]

  var count: Int { names.count }

  /// What a key was called that is hidden; nil for any other.
  func name(line: Int, column: Int) -> String? { names[Place(line: line, column: column)] }

  /// Hides a key; nil where the text there is not what the key would be written as.
  mutating func mask(_ name: String, line: Int, column: Int, in text: String) -> String? {
    var scalars = text.unicodeScalars
    guard var index = DuplicateKeys.index(line: line, column: column, in: scalars),
      let stand = Unicode.Scalar(0xE000 + UInt32(names.count))
    else { return nil }
    if scalars[index] == "\"" || scalars[index] == "'" {
      let quote = scalars[index]
      index = scalars.index(after: index)
      guard index < scalars.endIndex, scalars[index] != quote else { return nil }
    } else if scalars[index] != name.unicodeScalars.first {
      return nil
    }
    guard names.updateValue(name, forKey: Place(line: line, column: column)) == nil else {
      return nil
    }
    scalars.replaceSubrange(index...index, with: CollectionOfOne(stand))
    return String(scalars)
  }

  private static func index(
    line: Int, column: Int, in scalars: String.UnicodeScalarView
  ) -> String.Index? {
    var index = scalars.startIndex
    for _ in 1..<max(line, 1) {
      guard let end = scalars[index...].firstIndex(of: "\n") else { return nil }
      index = scalars.index(after: end)
    }
    for _ in 1..<max(column, 1) {
      guard index < scalars.endIndex else { return nil }
      index = scalars.index(after: index)
    }
    return index < scalars.endIndex ? index : nil
  }
}
