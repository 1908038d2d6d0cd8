import Files

/// The order in which images of sequences follow each other: folder by folder, and within a folder by
/// name, where numbers in names count as numbers: `frame-9.jpg` comes before `frame-10.jpg`.
enum SequenceOrder {
  /// Paths in that order; those of each folder together.
  static func sequences(of paths: [String]) -> [[String]] {
    var folders: [String: [String]] = [:]
    for path in paths { folders[Folder.parent(of: path), default: []].append(path) }
    return folders.sorted { precedes($0.key, $1.key) }.map { _, paths in
      paths.sorted(by: precedes)
    }
  }

  /// Whether a text comes before another one.
  static func precedes(_ first: String, _ second: String) -> Bool {
    var (a, b) = (Substring(first).utf8, Substring(second).utf8)
    while let x = a.first, let y = b.first {
      guard isDigit(x), isDigit(y) else {
        if x != y { return x < y }
        (a, b) = (a.dropFirst(), b.dropFirst())
        continue
      }
      let (m, n) = (number(&a), number(&b))
      // More digits are more, of numbers without zeros in front.
      if m.count != n.count { return m.count < n.count }
      if !m.elementsEqual(n) { return m.lexicographicallyPrecedes(n) }
    }
    if a.isEmpty != b.isEmpty { return a.isEmpty }
    // They differ in zeros in front of numbers, or not at all.
    return first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Takes the digits of a number from a text, without zeros in front.
  private static func number(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = text.prefix(while: isDigit)
    text = text.dropFirst(digits.count)
    return digits.drop { $0 == 0x30 }
  }
}
