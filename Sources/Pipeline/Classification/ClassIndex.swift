import Text

/// Finds classes by what files and folders call them.
struct ClassIndex {
  private let byName: [String: Int]
  private let names: [String]
  private let count: Int

  /// - Parameters:
  ///   - names: the class names; of two of one name the first counts. Empty where they are not known.
  ///   - count: how many classes there are.
  init(_ names: [String], count: Int) {
    self.names = names
    self.count = count
    byName = Dictionary(zip(names, names.indices)) { first, _ in first }
  }

  /// The class of a name, or else of an index in digits.
  subscript(text: String) -> Int? {
    if let known = byName[text] { return known }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(text)
    else { return nil }
    return index < count ? index : nil
  }

  /// What a line says.
  struct Line {
    let path: String
    let label: Int
    var isAmbiguous = false
  }

  /// A path and what stands behind it, split at the first blank or tab behind which a class stands; nil
  /// where there is none.
  func split(_ line: String) -> Line? {
    let bytes = Array(line.utf8)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    for (place, byte) in bytes.enumerated() where isBlank(byte) && place > 0 {
      if isBlank(bytes[place - 1]) { continue }
      let rest = bytes[place...].drop(while: isBlank)
      if let label = self[String(decoding: rest, as: UTF8.self)] {
        return Line(path: String(decoding: bytes[..<place], as: UTF8.self), label: label)
      }
    }
    return nil
  }

  /// The first class whose part is in a path; nil where none is.
  static func search(_ path: String, for parts: [String]) -> Line? {
    let bytes = Array(path.utf8)
    var found: Line?
    for (label, part) in parts.enumerated() where !part.isEmpty {
      guard contains(bytes, Array(part.utf8)) else { continue }
      guard found != nil else {
        found = Line(path: path, label: label)
        continue
      }
      found?.isAmbiguous = true
      break
    }
    return found
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard bytes.count >= part.count else { return false }
    return (0...bytes.count - part.count).contains { start in
      bytes[start] == part[0] && bytes[start..<start + part.count].elementsEqual(part)
    }
  }

  /// The classes, for messages.
  var summary: String {
    guard !names.isEmpty else { return "0 to \(count - 1)" }
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
