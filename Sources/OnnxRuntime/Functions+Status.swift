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

  /// What a function hands out.
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
