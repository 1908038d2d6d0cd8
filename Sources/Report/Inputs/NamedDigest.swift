/// The SHA-256 of a file, with its name where that is told.
struct NamedDigest: Decodable, Sendable {
  var path: String?
  var sha256: String

  private enum Keys: String, CodingKey { case path, sha256 }

  init(path: String?, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }

  /// Reads a text that is the SHA-256, or an object `{path, sha256}`.
  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      path = nil
      sha256 = text
      return
    }
    let container = try decoder.container(keyedBy: Keys.self)
    path = try container.decodeIfPresent(String.self, forKey: .path)
    sha256 = try container.decode(String.self, forKey: .sha256)
  }
}
