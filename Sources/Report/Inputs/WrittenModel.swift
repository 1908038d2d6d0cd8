/// A model that a command wrote.
struct WrittenModel: Decodable, Sendable {
  /// Missing in records that are files themselves.
  var path: String?
  var bytes: Int
  var sha256: String
  var opset: Int?
}
