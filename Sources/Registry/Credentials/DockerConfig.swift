import Files
import JSON
import Text

/// A file of credentials: `config.json` of Docker, `auth.json` of Podman and Skopeo.
struct DockerConfig {
  private let path: String
  private let root: JSONValue

  private static let rules = JSONRules.strict.limited(to: 8 << 20, values: 1 << 18)

  /// Reads a file; nil where there is none.
  ///
  /// - Throws: `RegistryError.credentials` for one that cannot be read.
  init?(path: String) throws(RegistryError) {
    guard Folder.hasFile(path) else { return nil }
    var bytes: [UInt8] = []
    do throws(FileError) {
      try StreamedFile.read(path) { piece in
        bytes += piece
        return bytes.count <= DockerConfig.rules.bytes
      }
    } catch { throw .credentials(source: path, problem: error.message.description) }
    // No word of the contents is repeated.
    guard let root = try? JSONValue(parsing: bytes, rules: DockerConfig.rules), root.members != nil
    else {
      throw .credentials(
        source: path,
        problem: "holds no JSON object, as `docker login` writes it; correct it or log "
          + "in anew")
    }
    (self.path, self.root) = (path, root)
  }

  /// What is known for a registry; nil for nothing.
  func credentials(for reference: RegistryReference) throws(RegistryError) -> RegistryCredentials? {
    let keys = DockerConfig.keys(reference)
    let helpers = root["credHelpers"]
    if let helper = keys.lazy.compactMap({ helpers?[$0]?.text }).first(where: { !$0.isEmpty }) {
      return try CredentialHelper(name: helper, source: path).credentials(for: keys)
    }
    if let helper = root["credsStore"]?.text, !helper.isEmpty,
      let found = try CredentialHelper(name: helper, source: path).credentials(for: keys)
    {
      return found
    }
    for key in keys {
      guard let entry = root["auths"]?[key], entry.members != nil else { continue }
      if let token = entry["identitytoken"]?.text, !token.isEmpty { return .identity(token: token) }
      if let token = entry["registrytoken"]?.text, CredentialSource.isHeaderText(token) {
        return .bearer(token: token)
      }
      if let user = entry["username"]?.text, let password = entry["password"]?.text, !user.isEmpty {
        return .password(user: user, password: password)
      }
      guard let text = entry["auth"]?.text, !text.isEmpty else { continue }
      guard let bytes = Base64.bytes(of: text), let pair = String(validating: bytes, as: UTF8.self),
        let colon = pair.firstIndex(of: ":")
      else {
        throw .credentials(
          source: path,
          problem: "has something for \(key) that is no user and password in base 64; log "
            + "in anew with `docker login \(reference.host)`")
      }
      return .password(
        user: String(pair[..<colon]), password: String(pair[colon...].dropFirst()))
    }
    return nil
  }

  /// Under which names a registry may stand, those that say most first.
  private static func keys(_ reference: RegistryReference) -> [String] {
    var keys: [String] = []
    let host = reference.host
    var parts = reference.name.split(separator: "/")
    while !parts.isEmpty {
      keys.append("\(host)/\(parts.joined(separator: "/"))")
      parts.removeLast()
    }
    keys += [
      host, "https://\(host)", "https://\(host)/", "https://\(host)/v1/", "https://\(host)/v2/",
      "http://\(host)",
    ]
    if reference.server != host || host == "registry-1.docker.io" {
      keys += ["https://index.docker.io/v1/", "index.docker.io", "docker.io"]
    }
    return keys
  }
}
