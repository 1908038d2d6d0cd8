import Digests
import JSON

extension ObjectReader {
  private static let digestForm = "a SHA-256 of 64 lower-case hexadecimal digits"
  private static let sizeForm = "a whole number of 0 or more"

  /// A text.
  mutating func text(_ key: String, _ problems: inout DocumentProblems) -> String? {
    take(key, "a text", &problems) { $0.text }
  }

  /// A text that may be missing.
  mutating func optionalText(_ key: String, _ problems: inout DocumentProblems) -> String? {
    takeOptional(key, "a text", &problems) { $0.text }
  }

  /// A list of texts; none when it is missing.
  mutating func texts(_ key: String, _ problems: inout DocumentProblems) -> [String] {
    list(key, &problems) { value, place, problems in
      if value.text == nil { problems.add(place, "is \(value.summary), where a text is needed") }
      return value.text
    }
  }

  /// A whole number.
  mutating func whole(_ key: String, _ problems: inout DocumentProblems) -> Int? {
    take(key, "a whole number", &problems, ObjectReader.whole)
  }

  /// A whole number that may be missing.
  mutating func optionalWhole(_ key: String, _ problems: inout DocumentProblems) -> Int? {
    takeOptional(key, "a whole number", &problems, ObjectReader.whole)
  }

  /// A number of bytes or of things.
  mutating func size(_ key: String, _ problems: inout DocumentProblems) -> Int? {
    take(key, ObjectReader.sizeForm, &problems) { value in
      ObjectReader.whole(value).flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// A number of bytes or of things that may be missing.
  mutating func optionalSize(_ key: String, _ problems: inout DocumentProblems) -> Int? {
    takeOptional(key, ObjectReader.sizeForm, &problems) { value in
      ObjectReader.whole(value).flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// A finite number.
  mutating func number(_ key: String, _ problems: inout DocumentProblems) -> Double? {
    take(key, "a finite number", &problems) { value in
      if case .number(let number) = value { number.double } else { nil }
    }
  }

  /// `true` or `false`.
  mutating func boolean(_ key: String, _ problems: inout DocumentProblems) -> Bool? {
    take(key, "true or false", &problems) { value in
      if case .boolean(let value) = value { value } else { nil }
    }
  }

  /// A digest.
  mutating func digest(_ key: String, _ problems: inout DocumentProblems) -> Digest? {
    take(key, ObjectReader.digestForm, &problems) { value in
      value.text.flatMap { Digest(hexadecimal: $0) }
    }
  }

  /// A digest that may be missing.
  mutating func optionalDigest(_ key: String, _ problems: inout DocumentProblems) -> Digest? {
    takeOptional(key, ObjectReader.digestForm, &problems) { value in
      value.text.flatMap { Digest(hexadecimal: $0) }
    }
  }

  /// A time in UTC that may be missing.
  mutating func optionalTime(_ key: String, _ problems: inout DocumentProblems) -> Timestamp? {
    takeOptional(key, "a time as 2026-01-31T23:59:59Z", &problems) { value in
      value.text.flatMap { Timestamp($0) }
    }
  }

  /// A licence; NOASSERTION when it is missing, a problem when it cannot be read.
  mutating func license(
    _ key: String, _ problems: inout DocumentProblems
  ) -> LicenseStatement {
    guard let text = optionalText(key, &problems) else { return .noAssertion }
    do throws(LicenseSyntaxError) {
      return try LicenseStatement(text)
    } catch {
      problems.add(place(of: key), error.description)
      return .noAssertion
    }
  }

  /// An object's members as they are; none when it is missing.
  mutating func members(
    _ key: String, _ problems: inout DocumentProblems
  ) -> [String: JSONValue] {
    takeOptional(key, "an object with keys and values", &problems) { $0.members } ?? [:]
  }

  /// An object of its own kind.
  mutating func part<Part: DocumentPart>(
    _ key: String, _ problems: inout DocumentProblems
  ) -> Part? {
    guard let value = required(key, &problems) else { return nil }
    return Part(value, place: place(of: key), &problems)
  }

  /// An object of its own kind that may be missing.
  mutating func optionalPart<Part: DocumentPart>(
    _ key: String, _ problems: inout DocumentProblems
  ) -> Part? {
    guard let value = optional(key) else { return nil }
    return Part(value, place: place(of: key), &problems)
  }

  /// Objects of the same kind; none when they are missing.
  mutating func parts<Part: DocumentPart>(
    _ key: String, _ problems: inout DocumentProblems
  ) -> [Part] {
    list(key, &problems) { Part($0, place: $1, &$2) }
  }

  /// Elements of an array; none when it is missing. Those of which nothing becomes are left out.
  private mutating func list<Element>(
    _ key: String, _ problems: inout DocumentProblems,
    _ body: (JSONValue, String, inout DocumentProblems) -> Element?
  ) -> [Element] {
    guard let values = takeOptional(key, "an array", &problems, \.elements) else { return [] }
    let place = place(of: key)
    var elements: [Element] = []
    for (index, value) in values.enumerated() {
      if let element = body(value, "\(place)[\(index)]", &problems) { elements.append(element) }
    }
    return elements
  }

  private static func whole(_ value: JSONValue) -> Int? {
    if case .number(let number) = value { number.whole } else { nil }
  }
}
