import Text

extension SectionReader {
  /// The most elements of a list; no network comes near.
  private static var largestListCount: Int { 10_000 }

  /// Whole numbers separated by commas; nil when the key is missing.
  mutating func integers(_ key: String, endsAtHash: Bool = false) -> [Int]? {
    elements(of: key, endsAtHash: endsAtHash)?.compactMap {
      integer($0.text, of: key, at: $0.location)
    }
  }

  /// Real numbers separated by commas; nil when the key is missing. A comma at the end is
  /// harmless: darknet reads no more numbers than it has use for.
  mutating func reals(_ key: String, endsAtHash: Bool = false) -> [Float]? {
    elements(of: key, allowsFinalComma: true, endsAtHash: endsAtHash)?.compactMap { element in
      real(element.text, of: key, at: element.location)
    }
  }

  /// The elements of a list with their places.
  ///
  /// - Parameter endsAtHash: whether AlexeyAB's darknet counts commas up to a `#` alone, as `parse_yolo`
  ///   and `parse_yolo_mask` do.
  mutating func elements(
    of key: String, allowsFinalComma: Bool = false, endsAtHash: Bool = false
  ) -> [(text: String, location: SourceLocation)]? {
    guard let entry = section[key], !entry.text.isEmpty else { return nil }
    let commas = entry.text.utf8.count { $0 == UInt8(ascii: ",") }
    guard commas < SectionReader.largestListCount else {
      error("\(key) has more than \(SectionReader.largestListCount) elements", at: key)
      return []
    }
    let counted = endsAtHash ? entry.comment.prefix { $0 != "#" } : entry.comment[...]
    let more = counted.utf8.count { $0 == UInt8(ascii: ",") }
    if more > 0 {
      warn(
        """
        AlexeyAB's darknet counts the commas of the comment too and reads \(commas + 1 + more) elements \
        where \(key) has \(commas + 1); put the comment on a line of its own
        """, at: key)
    }
    var elements: [(text: String, location: SourceLocation)] = []
    var column = entry.valueLocation.column
    let list = allowsFinalComma && entry.text.last == "," ? entry.text.dropLast() : entry.text[...]
    for piece in list.split(separator: ",", omittingEmptySubsequences: false) {
      var location = entry.valueLocation
      location.column = column + piece.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
      column += piece.unicodeScalars.count + 1
      let text = piece.drop { $0 == " " || $0 == "\t" }
      if text.isEmpty {
        error("\(key) has an empty element, which darknet would read as 0", at: key, location)
      } else {
        elements.append((String(text), location))
      }
    }
    return elements
  }
}
