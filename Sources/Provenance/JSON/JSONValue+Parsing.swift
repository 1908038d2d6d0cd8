extension JSONValue {
  /// Reads a JSON text.
  ///
  /// - Throws: `JSONSyntaxError` where it is not JSON, not UTF-8, passes a limit, or has a key twice.
  public init(
    parsing bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes, limits: limits)
    self = try parser.document()
  }

  /// Reads a JSON text.
  ///
  /// - Throws: `JSONSyntaxError` where it is not JSON, not UTF-8, passes a limit, or has a key twice.
  public init(
    parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) {
    let result = bytes.withUnsafeBytes { bytes -> Result<JSONValue, JSONSyntaxError> in
      do throws(JSONSyntaxError) {
        return .success(try JSONValue(parsing: bytes, limits: limits))
      } catch { return .failure(error) }
    }
    self = try result.get()
  }
}
