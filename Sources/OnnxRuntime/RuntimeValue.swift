/// An input or output of a model.
public struct RuntimeValue: Hashable, Sendable {
  /// Its name in the model.
  public let name: String
  /// The type of its numbers.
  public let element: RuntimeElement
  /// Its extents, outermost first; nil for those the model leaves open.
  public let shape: [Int?]

  /// For example `?x3x416x416`.
  var shapeText: String {
    shape.map { $0.map(String.init) ?? "?" }.joined(separator: "x")
  }

  /// Whether a tensor can be given for it.
  func accepts(_ tensor: RuntimeTensor) -> Bool {
    var count = 1
    for extent in tensor.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return false }
      count = product
    }
    return count == tensor.elements.count && tensor.shape.count == shape.count
      && zip(tensor.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
  }
}

/// Numbers that go into a model or come out of it.
public struct RuntimeTensor: Hashable, Sendable {
  /// The extents, outermost first; for images N, C, H, W.
  public var shape: [Int]
  /// The numbers, row-major; whole numbers beyond 2^24 are rounded.
  public var elements: [Float]

  /// Creates a tensor; whether the numbers fill the shape is checked where it is used.
  public init(_ elements: [Float], shape: [Int]) {
    self.shape = shape
    self.elements = elements
  }
}

/// The type of the numbers in a tensor, by ONNX's number for it; those that can be taken as Float.
public enum RuntimeElement: Int32, Hashable, Sendable {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case int32 = 6
  case int64 = 7

  /// Bytes of one element, of those that inputs have.
  var byteCount: Int { self == .uint8 || self == .int8 ? 1 : 4 }

  /// Puts elements into memory for as many floats: numbers as they are, or the nearest bytes.
  func store(_ elements: [Float], at start: UnsafeMutablePointer<Float>) {
    guard self == .uint8 else {
      start.initialize(from: elements, count: elements.count)
      return
    }
    let bytes = UnsafeMutableRawPointer(start)
    for (index, element) in elements.enumerated() {
      let byte = element.isNaN ? 0 : UInt8(min(max(element.rounded(), 0), 255))
      bytes.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
    }
  }

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

/// What the library tells of a tensor's type.
struct TensorDescription {
  let functions: Functions
  let type: OpaquePointer
  let failure: (String) -> RuntimeError

  /// ONNX's number of the element type.
  func elementNumber() throws(RuntimeError) -> Int32 {
    try functions.take(0, failure) { functions.elementType(type, $0) }
  }

  /// The extents; negative where they are open.
  func extents() throws(RuntimeError) -> [Int64] {
    let rank = try functions.take(0, failure) { functions.rank(type, $0) }
    var extents = Array(repeating: Int64(0), count: rank)
    try functions.check(failure, functions.extents(type, &extents, rank))
    return extents
  }

  /// An element type in words.
  static func text(of number: Int32) -> String {
    RuntimeElement(rawValue: number).map { "a tensor of \($0)" }
      ?? "a tensor of ONNX's element type \(number)"
  }
}
