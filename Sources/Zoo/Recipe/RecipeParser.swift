import Text

/// Makes nodes of a recipe's text: YAML without aliases, tags and merge keys, in one document.
struct RecipeParser {
  /// Deeper than any recipe.
  private static let deepest = 16

  private let problems: RecipeProblems
  private let events: YAMLEvents

  /// The node of the whole text; nil and problems when there is none.
  static func parse(_ text: String, _ problems: RecipeProblems) -> RecipeNode? {
    let parser = RecipeParser(problems: problems, events: YAMLEvents(text))
    do throws(YAMLEvents.Failure) {
      return try parser.document()
    } catch {
      problems.add(
        problems.location(line: error.line, column: error.column),
        error.message)
      return nil
    }
  }

  private func document() throws(YAMLEvents.Failure) -> RecipeNode? {
    guard case .documentStart = try events.next().kind else {
      problems.add(
        problems.location(line: 1, column: 1), "is empty; a recipe begins with 'schemaVersion: 1'")
      return nil
    }
    let node = try node(of: try events.next(), depth: 0)
    let last = try events.next()
    guard case .streamEnd = last.kind else {
      problems.add(place(of: last), "begins a second document; a recipe is one, remove '---'")
      return nil
    }
    return node
  }

  private func place(of event: YAMLEvents.Event) -> SourceLocation {
    problems.location(line: event.line, column: event.column)
  }

  private func node(
    of event: YAMLEvents.Event, depth: Int
  ) throws(YAMLEvents.Failure) -> RecipeNode? {
    let place = place(of: event)
    if event.hasTag {
      problems.add(
        place,
        "has a tag of YAML ('!'), which is not read; remove it, or put a text that begins with '!' "
          + "in quotes")
    }
    guard depth < RecipeParser.deepest else {
      // At once, as libyaml takes the longer for each part the deeper it is.
      throw YAMLEvents.Failure(
        message: "is nested deeper than anything in a recipe; remove brackets", line: event.line,
        column: event.column)
    }
    switch event.kind {
    case .scalar(let text, let isPlain):
      return RecipeNode(content: .scalar(text, isPlain: isPlain), location: place)
    case .listStart:
      return RecipeNode(content: .list(try items(depth: depth)), location: place)
    case .mappingStart:
      return RecipeNode(content: .mapping(try entries(depth: depth)), location: place)
    case .alias:
      problems.add(
        place,
        "'*' begins an alias of YAML, which is not read; write the value out, or put a text that "
          + "begins with '*' in quotes")
      return nil
    case .documentStart, .streamEnd, .end: return nil
    }
  }

  private func items(depth: Int) throws(YAMLEvents.Failure) -> [RecipeNode] {
    var items: [RecipeNode] = []
    while true {
      let event = try events.next()
      if case .end = event.kind { return items }
      if let item = try node(of: event, depth: depth + 1) { items.append(item) }
    }
  }

  private func entries(depth: Int) throws(YAMLEvents.Failure) -> [RecipeNode.Entry] {
    var entries: [RecipeNode.Entry] = []
    var seen: [String: (place: SourceLocation, index: Int)] = [:]
    while true {
      let key = try events.next()
      if case .end = key.kind { return entries }
      let place = place(of: key)
      let name = try node(of: key, depth: depth + 1)?.content
      let value = try node(of: try events.next(), depth: depth + 1)
      guard case .scalar(let name, _) = name else {
        if name != nil {
          problems.add(place, "is a list or a mapping in the place of a key; write a word")
        }
        continue
      }
      if name == "<<" {
        problems.add(
          place, "'<<' merges mappings in YAML, which is not read; write the entries out")
        continue
      }
      let earlier = seen[name]
      if let earlier {
        problems.add(
          place,
          "the key \(quoted(name)) was given in line \(earlier.place.line) already; keep one of them"
        )
      }
      guard let value else { continue }
      let entry = RecipeNode.Entry(key: name, location: place, value: value)
      if let earlier {
        // As most readers of YAML do, so that what else is told is about the last of them.
        entries[earlier.index] = entry
      } else {
        seen[name] = (place, entries.count)
        entries.append(entry)
      }
    }
  }
}
