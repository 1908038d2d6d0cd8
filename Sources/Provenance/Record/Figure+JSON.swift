extension Figure: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let number = reader.number("value", &problems)
    slice = reader.optionalText("slice", &problems)
    interval = reader.takeOptional(
      "interval", "[lower, upper], two numbers in order,", &problems, Figure.interval)
    unit = reader.optionalText("unit", &problems)
    others = reader.rest
    guard let name, let number else { return nil }
    self.name = name
    self.value = number
  }

  private static func interval(_ value: JSONValue) -> ClosedRange<Double>? {
    guard let elements = value.elements, elements.count == 2,
      case .number(let first) = elements[0], case .number(let second) = elements[1],
      let lower = first.double, let upper = second.double, lower <= upper
    else { return nil }
    return lower...upper
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("value", JSONValue.real(value))
    builder.set("slice", slice)
    builder.set(
      "interval",
      interval.map { JSONValue.array([.real($0.lowerBound), .real($0.upperBound)]) })
    builder.set("unit", unit)
    return builder.json
  }
}
