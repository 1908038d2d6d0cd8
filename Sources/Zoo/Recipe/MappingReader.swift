import Text

/// Takes the entries of a mapping one after the other, gathering problems; what nobody asked for is
/// told of in the end.
final class MappingReader {
  /// Where it begins.
  let location: SourceLocation
  let problems: RecipeProblems
  private var rest: [String: RecipeNode.Entry] = [:]
  private var places: [String: SourceLocation] = [:]
  private var known: [String] = []

  /// Starts with a mapping; nil and a problem for anything else.
  init?(_ node: RecipeNode, for key: String, _ problems: RecipeProblems) {
    guard case .mapping(let entries) = node.content else {
      problems.add(
        node.location, "\(key): is \(node.summary), where a mapping of keys and values is needed")
      return nil
    }
    location = node.location
    self.problems = problems
    for entry in entries {
      rest[entry.key] = entry
      places[entry.key] = entry.location
    }
  }

  /// Where a key stands; where the mapping begins for one that is missing.
  func location(of key: String) -> SourceLocation { places[key] ?? location }

  /// Whether there is a key.
  func has(_ key: String) -> Bool { places[key] != nil }

  /// Adds a problem with a key.
  func tell(_ key: String, _ message: String) {
    problems.add(location(of: key), "\(key): \(message)")
  }

  /// Takes a value that may be missing.
  func node(_ key: String) -> RecipeNode? {
    known.append(key)
    return rest.removeValue(forKey: key)?.value
  }

  /// Takes a value; nil and a problem when it is missing.
  func requiredNode(_ key: String) -> RecipeNode? {
    let node = node(key)
    if !has(key) { problems.add(location, "the key '\(key)' is missing; add it") }
    return node
  }

  /// Makes something of a value that may be missing.
  func optional<Value>(_ key: String, _ form: Form<Value>) -> Value? {
    node(key).flatMap { form.value(of: $0, for: key, problems) }
  }

  /// Makes something of a value; nil and a problem when it is missing.
  func required<Value>(_ key: String, _ form: Form<Value>) -> Value? {
    requiredNode(key).flatMap { form.value(of: $0, for: key, problems) }
  }

  /// A mapping within that may be missing.
  func optionalMapping(_ key: String) -> MappingReader? {
    node(key).flatMap { MappingReader($0, for: key, problems) }
  }

  /// A mapping within; nil and a problem when it is missing.
  func requiredMapping(_ key: String) -> MappingReader? {
    requiredNode(key).flatMap { MappingReader($0, for: key, problems) }
  }

  /// The elements of a list that may be missing.
  func list(_ key: String) -> [RecipeNode] {
    guard let node = node(key) else { return [] }
    guard case .list(let nodes) = node.content else {
      problems.add(
        node.location, "\(key): is \(node.summary), where a list is needed; write [a, b]")
      return []
    }
    return nodes
  }

  /// The elements of a list that may be missing, each once.
  func list<Value: Hashable>(_ key: String, _ form: Form<Value>) -> [Value] {
    var seen: Set<Value> = []
    return list(key).compactMap { node in
      guard let value = form.value(of: node, for: key, problems) else { return nil }
      guard seen.insert(value).inserted else {
        problems.add(node.location, "\(key): has \(node.summary) once more; keep one of them")
        return nil
      }
      return value
    }
  }

  /// Tells of the keys that nobody asked for.
  func finish() {
    // In the order of the file, as only the first of very many problems are told.
    for entry in rest.values.sorted(by: { $0.location < $1.location }) {
      problems.add(
        entry.location, "the key \(quoted(entry.key)) is not known; \(remedy(for: entry.key))")
    }
    rest = [:]
  }

  private func remedy(for key: String) -> String {
    nearestName(to: key, in: known).map { "did you mean '\($0)'?" }
      ?? "known here are \(known.sorted().joined(separator: ", "))"
  }
}
