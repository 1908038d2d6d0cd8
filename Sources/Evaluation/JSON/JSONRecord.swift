import JSON
import Text

/// The members of an object that were asked for, with where it is.
struct JSONRecord {
  /// For example `annotations[17]`.
  let place: String
  private var members: [(key: String, value: JSONReader.Value)] = []
  private let isObject: Bool

  /// Reads an object's members of these keys and goes past the others.
  init(
    from reader: inout JSONReader, place: String, keys: [String]
  ) throws(JSONSyntaxError) {
    self.place = place
    guard reader.peek() == UInt8(ascii: "{") else {
      isObject = false
      try reader.skip()
      return
    }
    isObject = true
    var members: [(key: String, value: JSONReader.Value)] = []
    try reader.object { reader, key throws(JSONSyntaxError) in
      guard keys.contains(key) else { return try reader.skip() }
      // As everywhere, the last of several members with the same key counts.
      members.removeAll { $0.key == key }
      members.append((key, try reader.value()))
    }
    self.members = members
  }

  /// Whether it is an object at all; else a problem.
  func isObject(_ problems: inout DatasetProblems) -> Bool {
    if !isObject { problems.add(place, "is no object with keys and values") }
    return isObject
  }

  /// The value of a key, if there is one.
  func optional(_ key: String) -> JSONReader.Value? { members.first { $0.key == key }?.value }

  /// The value of a key; nil and a problem when it is missing.
  private func required(_ key: String, _ problems: inout DatasetProblems) -> JSONReader.Value? {
    let value = optional(key)
    if value == nil { problems.add(place, "the key '\(key)' is missing") }
    return value
  }

  /// A whole number; nil and a problem when there is none.
  func whole(_ key: String, _ problems: inout DatasetProblems) -> Int? {
    guard let value = required(key, &problems) else { return nil }
    if value.whole == nil {
      problems.add(place, "'\(key)' is \(value), where a whole number is needed")
    }
    return value.whole
  }

  /// A finite number; nil and a problem when there is none.
  func number(_ key: String, _ problems: inout DatasetProblems) -> Double? {
    guard let value = required(key, &problems) else { return nil }
    if let number = value.double, number.isFinite { return number }
    problems.add(place, "'\(key)' is \(value), where a finite number is needed")
    return nil
  }

  /// A text; nil and a problem when there is none.
  func text(_ key: String, _ problems: inout DatasetProblems) -> String? {
    guard let value = required(key, &problems) else { return nil }
    if case .text(let text) = value { return text }
    problems.add(place, "'\(key)' is \(value), where a text is needed")
    return nil
  }

  /// A `bbox`: left, top, width, height; nil and a problem when it is none.
  func box(_ problems: inout DatasetProblems) -> ObjectBox? {
    guard let value = required("bbox", &problems) else { return nil }
    guard case .array(let elements) = value, elements.count == 4 else {
      problems.add(place, "'bbox' is \(value), where [left, top, width, height] is needed")
      return nil
    }
    let sides = elements.map(\.double)
    guard let x = sides[0], let y = sides[1], let width = sides[2], let height = sides[3] else {
      problems.add(place, "'bbox' holds \(elements), where four numbers are needed")
      return nil
    }
    let box = ObjectBox(x: x, y: y, width: width, height: height)
    if let problem = box.problem {
      problems.add(place, "'bbox' \(problem)")
      return nil
    }
    return box
  }
}
