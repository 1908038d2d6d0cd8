import JSON

/// A number that was measured.
public struct Metric: Hashable, Sendable {
  /// What it is, by the keys of the command that measured it: `ap`, `ap50`, `meanIoU`, ...
  public var name: String
  /// The number, unrounded.
  public var value: Double
  /// What part of the data it is about, for example a class; nil for all of it.
  public var slice: String?
  /// The bounds of its 95 % interval; nil where there are none.
  public var interval: ClosedRange<Double>?
  /// Its unit, for example `dB`; nil for a plain number.
  public var unit: String?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// States a number.
  public init(
    name: String, value: Double, slice: String? = nil, interval: ClosedRange<Double>? = nil,
    unit: String? = nil
  ) {
    self.name = name
    self.value = value
    self.slice = slice
    self.interval = interval
    self.unit = unit
  }
}

extension Metric {
  /// The number as JSON writes it, with its unit.
  var valueText: String { JSONValue.real(value).summary + (unit.map { " \($0)" } ?? "") }
}

extension Metric: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let number = reader.number("value", &problems)
    slice = reader.optionalText("slice", &problems)
    interval = reader.takeOptional(
      "interval", "[lower, upper], two numbers in order,", &problems, Metric.interval)
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
