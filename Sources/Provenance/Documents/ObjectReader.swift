import JSON

/// Takes the members of a JSON object one after the other, gathering problems; what nobody took is
/// left over and survives.
struct ObjectReader {
  /// For example `materials[3]`; empty for the whole document.
  let place: String
  /// The members that were not taken yet.
  private(set) var rest: [String: JSONValue]
  /// Whether it was an object at all.
  let isObject: Bool

  /// Starts with an object; anything else is a problem.
  init(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    self.place = place
    isObject = value.members != nil
    rest = value.members ?? [:]
    if !isObject {
      problems.add(place, "is \(value.summary), where an object with keys and values is needed")
    }
  }

  /// The place of a member.
  func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  /// Takes a member that may be missing; null counts as missing.
  mutating func optional(_ key: String) -> JSONValue? {
    let value = rest.removeValue(forKey: key)
    return value == .null ? nil : value
  }

  /// Takes a member; nil and a problem when it is missing.
  mutating func required(_ key: String, _ problems: inout DocumentProblems) -> JSONValue? {
    if let value = rest.removeValue(forKey: key) { return value }
    if isObject { problems.add(place, "the key '\(key)' is missing") }
    return nil
  }

  /// Makes something of a member; nil and a problem when it is missing or does not fit.
  mutating func take<Result>(
    _ key: String, _ expected: String, _ problems: inout DocumentProblems,
    _ body: (JSONValue) -> Result?
  ) -> Result? {
    guard let value = required(key, &problems) else { return nil }
    return convert(value, key, expected, &problems, body)
  }

  /// Makes something of a member if there is one; nil and a problem when it does not fit.
  mutating func takeOptional<Result>(
    _ key: String, _ expected: String, _ problems: inout DocumentProblems,
    _ body: (JSONValue) -> Result?
  ) -> Result? {
    guard let value = optional(key) else { return nil }
    return convert(value, key, expected, &problems, body)
  }

  private func convert<Result>(
    _ value: JSONValue, _ key: String, _ expected: String, _ problems: inout DocumentProblems,
    _ body: (JSONValue) -> Result?
  ) -> Result? {
    if let result = body(value) { return result }
    problems.add(place(of: key), "is \(value.summary), where \(expected) is needed")
    return nil
  }
}
