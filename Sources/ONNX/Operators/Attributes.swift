import FoundationEssentials

extension Onnx_AttributeProto {
  /// A whole number.
  static func integer(_ name: String, _ value: Int) -> Self {
    var attribute = named(name, .int)
    attribute.i = Int64(value)
    return attribute
  }

  /// Several whole numbers.
  static func integers(_ name: String, _ values: [Int]) -> Self {
    var attribute = named(name, .ints)
    attribute.ints = values.map(Int64.init)
    return attribute
  }

  /// A number.
  static func number(_ name: String, _ value: Float) -> Self {
    var attribute = named(name, .float)
    attribute.f = value
    return attribute
  }

  /// A word.
  static func word(_ name: String, _ value: String) -> Self {
    var attribute = named(name, .string)
    attribute.s = Data(value.utf8)
    return attribute
  }

  private static func named(_ name: String, _ type: AttributeType) -> Self {
    var attribute = Self()
    attribute.name = name
    attribute.type = type
    return attribute
  }
}
