extension Figure {
  /// The number as JSON writes it, with its unit.
  var valueText: String { JSONValue.real(value).summary + (unit.map { " \($0)" } ?? "") }
}
