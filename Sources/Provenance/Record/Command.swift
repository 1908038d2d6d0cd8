import JSON

/// What a program was told to do, without paths, so that it is the same wherever files lie.
public struct Command: Hashable, Sendable {
  /// The command, for example `quantize`.
  public var name: String
  /// Every option that may change the result, defaults included, by its name.
  public var parameters: [String: JSONValue]
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a command.
  public init(name: String, parameters: [String: JSONValue] = [:]) {
    self.name = name
    self.parameters = parameters
  }
}

extension Command: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    parameters = reader.members("parameters", &problems)
    others = reader.rest
    guard let name else { return nil }
    self.name = name
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("parameters", parameters)
    return builder.json
  }
}
