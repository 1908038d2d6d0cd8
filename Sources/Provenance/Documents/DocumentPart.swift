/// A part of a document: an object in JSON, a value in Swift.
protocol DocumentPart {
  /// Reads an object; nil and problems when it does not fit.
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems)

  /// The object.
  var json: JSONValue { get }
}
