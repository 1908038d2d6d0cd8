/// Names that are taken, each once.
struct NameSet: Sendable {
  private var taken: Set<String> = []
  /// For names that were asked for again: from which number on one may be free. A file can have the
  /// same name a hundred thousand times, and to count from 2 for each would not end.
  private var next: [String: Int] = [:]

  /// Whether a name is taken.
  func contains(_ name: String) -> Bool { taken.contains(name) }

  /// Takes a name, with the least number of 2 or more appended where it is taken already.
  mutating func take(_ name: String) -> String {
    guard !taken.insert(name).inserted else { return name }
    var number = next[name] ?? 2
    while !taken.insert("\(name)_\(number)").inserted { number += 1 }
    next[name] = number + 1
    return "\(name)_\(number)"
  }

  /// Gives a name back.
  mutating func remove(_ name: String) {
    taken.remove(name)
    guard let mark = name.lastIndex(of: "_"), let number = Int(name[mark...].dropFirst()),
      let free = next[String(name[..<mark])], number >= 2
    else { return }
    next[String(name[..<mark])] = min(number, free)
  }
}
