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
