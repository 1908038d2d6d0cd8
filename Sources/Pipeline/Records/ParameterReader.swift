import Graph
import JSON
import Text

/// Reads the parameters of a recorded command.
struct ParameterReader {
  private let parameters: [String: JSONValue]
  private let source: String

  init(_ parameters: [String: JSONValue], source: String) {
    self.parameters = parameters
    self.source = source
  }

  /// A parameter as it stands; nil for one that is missing.
  subscript(name: String) -> JSONValue? { parameters[name] }

  /// What is wrong with a parameter.
  func error(_ name: String, _ expected: String) -> PipelineError {
    let found = parameters[name].map { String(decoding: $0.canonicalBytes, as: UTF8.self) }
    return .malformed(
      "\(source): the parameter '\(name)' is \(found ?? "missing"), where \(expected) is needed; it "
        + "may be of another version of darkroom")
  }

  func whole(_ name: String) throws -> Int {
    guard case .number(let number)? = parameters[name], let value = number.whole else {
      throw error(name, "a whole number")
    }
    return value
  }

  func real(_ name: String) throws -> Double {
    guard case .number(let number)? = parameters[name], let value = number.double else {
      throw error(name, "a number")
    }
    return value
  }

  func flag(_ name: String) throws -> Bool {
    guard case .boolean(let value)? = parameters[name] else { throw error(name, "true or false") }
    return value
  }

  /// One of some texts.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let value: Choice = try optionalChoice(name) else {
      throw error(name, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }

  /// One of some texts; nil for null.
  func optionalChoice<Choice: RawRepresentable & CaseIterable>(
    _ name: String
  ) throws -> Choice? where Choice.RawValue == String {
    guard let value = parameters[name], value != .null else { return nil }
    guard let choice = value.text.flatMap(Choice.init(rawValue:)) else {
      throw error(name, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// A text; nil for null.
  func optionalText(_ name: String) throws -> String? {
    guard let value = parameters[name], value != .null else { return nil }
    guard let text = value.text else { throw error(name, "a text") }
    return text
  }

  /// Texts; none for null.
  func texts(_ name: String) throws -> [String] {
    guard let value = parameters[name], value != .null else { return [] }
    guard case .array(let values) = value else { throw error(name, "a list of texts") }
    return try values.map { value in
      guard let text = value.text else { throw error(name, "a list of texts") }
      return text
    }
  }

  /// A number, or `dynamic`; nil for null.
  func batch(_ name: String) throws -> Batch? {
    switch parameters[name] {
    case nil, .null?: return nil
    case .text("dynamic")?: return .dynamic
    default:
      let count = try whole(name)
      guard (1...65536).contains(count) else { throw error(name, "1 to 65536 or dynamic") }
      return .fixed(count)
    }
  }
}
