import Darknet
import Text
import Yams

/// Makes nodes of a recipe's text: YAML without aliases, tags and merge keys, in one document.
struct RecipeParser {
  /// The most duplicate keys that are told at once, and the most bytes in which they are looked for,
  /// as the text is parsed anew for each.
  private static let mostDuplicates = 50
  private static let mostSearched = 1 << 16
  /// Deeper than any recipe.
  private static let deepest = 16

  private let problems: RecipeProblems
  private var masks = DuplicateKeys()

  private init(_ problems: RecipeProblems) { self.problems = problems }

  /// The node of the whole text; nil and problems when there is none.
  static func parse(_ text: String, _ problems: RecipeProblems) -> RecipeNode? {
    var parser = RecipeParser(problems)
    return parser.parse(text)
  }

  private mutating func parse(_ text: String) -> RecipeNode? {
    var text = text
    let start = problems.location(line: 1, column: 1)
    while true {
      do {
        // No rules: what a value is, is decided by its key.
        guard let node = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
          problems.add(start, "is empty; a recipe begins with 'schemaVersion: 1'")
          return nil
        }
        return convert(node, depth: 0)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        // Yams stops at them; with another name for the first of them it goes on.
        guard masks.count < RecipeParser.mostDuplicates,
          text.utf8.count <= RecipeParser.mostSearched, let name = names.first,
          let masked = masks.mask(
            name, line: context.mark.line, column: context.mark.column, in: text)
        else {
          problems.add(
            location(context.mark),
            "the key \(quoted(names.first ?? "")) is given more than once; keep one of them")
          return nil
        }
        text = masked
      } catch {
        tell(of: error)
        return nil
      }
    }
  }

  private func location(_ mark: Mark?) -> SourceLocation {
    problems.location(line: max(mark?.line ?? 1, 1), column: max(mark?.column ?? 1, 1))
  }

  private func tell(of error: any Error) {
    switch error {
    case YamlError.composer(_, let problem, let mark, _) where problem.contains("alias"):
      problems.add(
        location(mark),
        "'*' begins an alias of YAML, which is not read; write the value out, or put a text that "
          + "begins with '*' in quotes")
    case YamlError.composer(_, let problem, let mark, _) where problem.contains("document"):
      problems.add(location(mark), "begins a second document; a recipe is one, remove '---'")
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let situation = context.map { "\($0.text) in line \($0.mark.line): " } ?? ""
      problems.add(
        location(mark),
        "is no YAML: \(situation)\(problem); look at indentation, quotes and brackets here and above"
      )
    case YamlError.reader(let problem, _, _, _):
      problems.add(location(nil), "is no YAML: \(problem)")
    default:
      problems.add(location(nil), "is no YAML: it cannot be taken apart")
    }
  }

  private func convert(_ node: Node, depth: Int) -> RecipeNode? {
    let place = location(node.mark)
    guard depth < RecipeParser.deepest else {
      problems.add(place, "is nested deeper than anything in a recipe; remove brackets")
      return nil
    }
    switch node {
    case .scalar(let scalar):
      // Yams gives quoted text the tag of texts.
      let isTagged =
        scalar.style == .plain
        ? scalar.tag != .implicit
        : scalar.tag.rawValue != Tag.Name.str.rawValue && scalar.tag != .implicit
      if isTagged { tellOfTag(place) }
      return RecipeNode(
        content: .scalar(scalar.string, isPlain: scalar.style == .plain), location: place)
    case .sequence(let sequence):
      if sequence.tag != .implicit { tellOfTag(place) }
      return RecipeNode(
        content: .list(sequence.compactMap { convert($0, depth: depth + 1) }), location: place)
    case .mapping(let mapping):
      if mapping.tag != .implicit { tellOfTag(place) }
      return RecipeNode(content: .mapping(entries(of: mapping, depth: depth)), location: place)
    case .alias: return nil
    }
  }

  private func tellOfTag(_ place: SourceLocation) {
    problems.add(
      place,
      "has a tag of YAML ('!'), which is not read; remove it, or put a text that begins with '!' in "
        + "quotes")
  }

  private func entries(of mapping: Node.Mapping, depth: Int) -> [RecipeNode.Entry] {
    var entries: [RecipeNode.Entry] = []
    var seen: [String: SourceLocation] = [:]
    for (key, value) in mapping {
      let place = location(key.mark)
      guard case .scalar(let scalar) = key else {
        problems.add(place, "is a list or a mapping in the place of a key; write a word")
        continue
      }
      if scalar.tag != .implicit, scalar.tag.rawValue != Tag.Name.str.rawValue { tellOfTag(place) }
      let masked = masks.name(line: place.line, column: place.column)
      let name = masked ?? scalar.string
      if let earlier = seen[name] {
        problems.add(
          place,
          "the key \(quoted(name)) was given in line \(earlier.line) already; keep one of them")
      } else {
        seen[name] = place
      }
      if name == "<<" {
        problems.add(
          place, "'<<' merges mappings in YAML, which is not read; write the entries out")
      } else if masked == nil, let value = convert(value, depth: depth + 1) {
        entries.append(RecipeNode.Entry(key: name, location: place, value: value))
      }
    }
    return entries
  }
}
