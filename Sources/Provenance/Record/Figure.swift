/// A number that was measured.
public struct Figure: Hashable, Sendable {
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
