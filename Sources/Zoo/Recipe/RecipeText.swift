import Files
import Text

/// The characters of a recipe, checked before anything makes sense of them.
///
/// Refused is what looks like something else to people or editors, and what would let a small file
/// become large: without anchors, YAML cannot repeat itself.
struct RecipeText {
  /// The most bytes of a recipe.
  static let limit = 1 << 20

  /// The most combining marks, written or escaped, wherever they stand: lines of a text are joined,
  /// so that a run need not be one in the file.
  private static let mostMarks = 4096

  private let problems: RecipeProblems
  private var line = 1
  private var column = 0
  private var last: Unicode.Scalar = "\n"
  /// Where a `&` stands that may begin an anchor, if the next character agrees.
  private var ampersand: SourceLocation?
  private var told: Set<String> = []

  private init(_ problems: RecipeProblems) { self.problems = problems }

  /// The text; nil and problems when it is none.
  static func decode(_ bytes: [UInt8], _ problems: RecipeProblems) -> String? {
    var checker = RecipeText(problems)
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): checker.take(scalar)
      case .emptyInput:
        // The last line may have no end.
        checker.take("\n")
        break decoding
      case .error:
        problems.add(
          problems.location(line: checker.line, column: checker.column + 1),
          "is not UTF-8; save the file in UTF-8")
        return nil
      }
    }
    if CombiningMarks.count(in: bytes, escaped: true) > mostMarks {
      problems.add(
        problems.location(line: 1, column: 1),
        "has more than \(mostMarks) combining marks; write letters with accents as one character")
    }
    guard problems.count == 0 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.unicodeScalars.first == "\u{FEFF}"
      ? String(text.unicodeScalars.dropFirst()) : text
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    let isMark = scalar == "\u{FEFF}" && line == 1 && column == 0
    if !isMark { column += 1 }
    if last == "\r", scalar != "\n" {
      tell("has a carriage return alone here; end lines with a line feed")
    }
    if let place = ampersand, !["&", " ", "\n", "\r"].contains(scalar) {
      problems.add(
        place,
        "'&' may begin an anchor of YAML, which is not read, since a few of them make a file endless;"
          + " write the value out, or put a space behind a '&' that is text")
    }
    ampersand = nil
    switch scalar {
    case "\n":
      line += 1
      column = 0
    case "\t": tell("has a tab here; use spaces, or write \"\\t\" in a text")
    case "&" where RecipeText.mayPrecedeToken(last):
      ampersand = problems.location(line: line, column: column)
    // libyaml looks through all earlier ones for each of them.
    case "T" where last == "%" && column == 2:
      tell(
        "begins with %TAG, a directive of YAML, which is not read; remove the line, or indent it if "
          + "it is text")
    case "\r": break
    default:
      if scalar.properties.generalCategory == .control {
        tell("has a control character here; remove it")
      } else if scalar == "\u{2028}" || scalar == "\u{2029}" {
        tell("has a line separator that most editors do not show here; end lines with a line feed")
      } else if scalar == "\u{FEFF}", !isMark {
        tell("has a byte order mark within the text here; remove it")
      } else if scalar.properties.isNoncharacterCodePoint {
        tell("has a code point that is no character here; remove it")
      }
    }
    if !isMark { last = scalar }
  }

  /// Whether a token of YAML may begin behind a character.
  private static func mayPrecedeToken(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", " ", "[", "]", "{", "}", ",", ":", "\"", "'"].contains(scalar)
  }

  /// Tells of the first of a kind; a binary file has thousands.
  private mutating func tell(_ message: String) {
    guard told.insert(message).inserted else { return }
    problems.add(problems.location(line: line, column: column), message)
  }
}
