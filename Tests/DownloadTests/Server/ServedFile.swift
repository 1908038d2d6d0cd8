/// A file as a good server hands it out, with ranges.
struct ServedFile: Sendable {
  var bytes: [UInt8]
  var tag: String? = "\"one\""
  var type = "application/octet-stream"

  /// Answers a request.
  ///
  /// - Parameter limit: after how many bytes of the body the connection ends.
  func answer(_ request: ServedRequest, _ connection: ServedConnection, limit: Int = .max) {
    var headers = ["Content-Type": type, "Accept-Ranges": "bytes"]
    if let tag { headers["ETag"] = tag }
    let condition = request.headers["if-range"]
    guard let start = request.rangeStart, condition == nil || condition == tag else {
      headers["Content-Length"] = "\(bytes.count)"
      connection.head(200, headers)
      connection.send(bytes.prefix(limit))
      return
    }
    guard start < bytes.count else {
      headers["Content-Range"] = "bytes */\(bytes.count)"
      connection.answer(416, headers)
      return
    }
    headers["Content-Range"] = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
    headers["Content-Length"] = "\(bytes.count - start)"
    connection.head(206, headers)
    connection.send(bytes[start...].prefix(limit))
  }
}
