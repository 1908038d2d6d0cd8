/// The type of the numbers in a tensor, by ONNX's number for it; those that can be taken as Float.
public enum RuntimeElement: Int32, Hashable, Sendable {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case int32 = 6
  case int64 = 7

  /// Elements as Float; whole numbers beyond 2^24 are rounded.
  func floats(at data: UnsafeRawPointer, count: Int) -> [Float] {
    func convert<Element>(_ number: (Element) -> Float) -> [Float] {
      let elements = data.assumingMemoryBound(to: Element.self)
      return (0..<count).map { number(elements[$0]) }
    }
    return switch self {
    case .float32: convert { (element: Float) in element }
    case .uint8: convert { (element: UInt8) in Float(element) }
    case .int8: convert { (element: Int8) in Float(element) }
    case .int32: convert { (element: Int32) in Float(element) }
    case .int64: convert { (element: Int64) in Float(element) }
    }
  }
}
