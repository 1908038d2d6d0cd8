/// The functions of ONNX Runtime's C interface that are used here.
///
/// They stand in a table of pointers that is frozen and only ever appended to; those below have had
/// their positions since version 1 of the interface (`OrtApi` in `onnxruntime_c_api.h`). A function
/// answers with a status, nil for success, and hands its result out through its last argument.
struct Functions: Sendable {
  typealias Status = OpaquePointer?
  typealias Object = OpaquePointer?
  typealias Out<Value> = UnsafeMutablePointer<Value>
  typealias Text = UnsafePointer<CChar>
  /// From a session and an index to an object.
  typealias At = @convention(c) @Sendable (Object, Int, Out<Object>) -> Status
  /// From an object to a number.
  typealias Count = @convention(c) @Sendable (Object, Out<Int>) -> Status
  typealias Name =
    @convention(c) @Sendable (Object, Int, Object, Out<UnsafeMutablePointer<CChar>?>) -> Status
  typealias Setting = @convention(c) @Sendable (Object, Int32) -> Status
  typealias Create = @convention(c) @Sendable (Out<Object>) -> Status
  typealias Convert = @convention(c) @Sendable (Object, Out<Object>) -> Status
  typealias Release = @convention(c) @Sendable (Object) -> Void

  let createStatus: @convention(c) @Sendable (Int32, Text) -> Status
  let errorMessage: @convention(c) @Sendable (Status) -> Text?
  let createEnvironment: @convention(c) @Sendable (Int32, Text, Out<Object>) -> Status
  let createSession: @convention(c) @Sendable (Object, Text, Object, Out<Object>) -> Status
  let run:
    @convention(c) @Sendable (
      _ session: Object, _ options: Object, _ inputNames: UnsafePointer<Text?>?,
      _ inputs: UnsafePointer<Object>?, _ inputCount: Int, _ outputNames: UnsafePointer<Text?>?,
      _ outputCount: Int, _ outputs: UnsafeMutablePointer<Object>?
    ) -> Status
  let createSessionOptions: Create
  let setThreadsWithinNodes: Setting
  let setThreadsAcrossNodes: Setting
  let inputCount: Count
  let outputCount: Count
  let inputType: At
  let outputType: At
  let inputName: Name
  let outputName: Name
  let createTensor:
    @convention(c) @Sendable (
      _ memory: Object, _ data: UnsafeMutableRawPointer?, _ byteCount: Int,
      _ shape: UnsafePointer<Int64>?, _ rank: Int, _ element: Int32, Out<Object>
    ) -> Status
  let tensorData: @convention(c) @Sendable (Object, Out<UnsafeMutableRawPointer?>) -> Status
  /// The result belongs to the argument, and is nil when that is the type of no tensor.
  let tensorType: Convert
  let elementType: @convention(c) @Sendable (Object, Out<Int32>) -> Status
  let rank: Count
  let extents: @convention(c) @Sendable (Object, UnsafeMutablePointer<Int64>?, Int) -> Status
  let elementCount: Count
  let typeAndShape: Convert
  let createMemoryDescription: @convention(c) @Sendable (Int32, Int32, Out<Object>) -> Status
  let free: @convention(c) @Sendable (Object, UnsafeMutableRawPointer?) -> Status
  /// The allocator belongs to the library.
  let defaultAllocator: Create
  let releaseEnvironment: Release
  let releaseStatus: Release
  let releaseMemoryDescription: Release
  let releaseSession: Release
  let releaseValue: Release
  let releaseType: Release
  let releaseTypeAndShape: Release
  let releaseSessionOptions: Release

  /// Reads the table.
  init(table: UnsafeRawPointer) {
    func entry<Function>(_ position: Int) -> Function {
      let size = MemoryLayout<UnsafeRawPointer>.stride
      return table.load(fromByteOffset: position * size, as: Function.self)
    }
    createStatus = entry(0)
    errorMessage = entry(2)
    createEnvironment = entry(3)
    createSession = entry(7)
    run = entry(9)
    createSessionOptions = entry(10)
    setThreadsWithinNodes = entry(24)
    setThreadsAcrossNodes = entry(25)
    inputCount = entry(30)
    outputCount = entry(31)
    inputType = entry(33)
    outputType = entry(34)
    inputName = entry(36)
    outputName = entry(37)
    createTensor = entry(49)
    tensorData = entry(51)
    tensorType = entry(55)
    elementType = entry(60)
    rank = entry(61)
    extents = entry(62)
    elementCount = entry(64)
    typeAndShape = entry(65)
    createMemoryDescription = entry(69)
    free = entry(76)
    defaultAllocator = entry(78)
    releaseEnvironment = entry(92)
    releaseStatus = entry(93)
    releaseMemoryDescription = entry(94)
    releaseSession = entry(95)
    releaseValue = entry(96)
    releaseType = entry(98)
    releaseTypeAndShape = entry(99)
    releaseSessionOptions = entry(100)
  }
}

extension Functions {
  /// Whether an error that is made can be read back, which shows that the table is what it is
  /// taken for.
  func passSelfCheck() -> Bool {
    guard let status = createStatus(6, "probe") else { return false }
    defer { releaseStatus(status) }
    return errorMessage(status).map { String(cString: $0) } == "probe"
  }

  /// Throws what `failure` makes of the message of a status, and releases the status.
  func check(
    _ failure: (String) -> RuntimeError, _ status: Status
  ) throws(RuntimeError) {
    guard let status else { return }
    defer { releaseStatus(status) }
    throw failure(errorMessage(status).map { String(cString: $0) } ?? "it does not say why")
  }

  /// What a function publishes.
  func take<Value>(
    _ initial: Value, _ failure: (String) -> RuntimeError, _ body: (Out<Value>) -> Status
  ) throws(RuntimeError) -> Value {
    var value = initial
    try check(failure, body(&value))
    return value
  }

  /// An object a function makes.
  func make(
    _ failure: (String) -> RuntimeError, _ body: (Out<Object>) -> Status
  ) throws(RuntimeError) -> OpaquePointer {
    guard let object = try take(nil, failure, body) else { throw failure("it made nothing") }
    return object
  }
}
