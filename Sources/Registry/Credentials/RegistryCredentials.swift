import Text

/// What proves to a registry who asks. It never becomes a text by itself.
enum RegistryCredentials: Hashable, Sendable {
  /// A user with a password.
  case password(user: String, password: String)
  /// A token that is exchanged for others.
  case identity(token: String)
  /// A token that is sent as it is.
  case bearer(token: String)

  /// The header value of Basic authentication (RFC 7617); nil for tokens.
  var basic: String? {
    guard case .password(let user, let password) = self else { return nil }
    return "Basic \(Base64.text(of: Array("\(user):\(password)".utf8)))"
  }
}

/// Where users and passwords of registries are from: what `docker login` and others keep.
public struct CredentialSource: Hashable, Sendable {
  /// The variable that holds a token for the registry of the reference.
  public static let tokenVariable = "DARKROOM_REGISTRY_TOKEN"
  /// The variables that are read.
  static let names = [
    tokenVariable, "DOCKER_CONFIG", "HOME", "XDG_RUNTIME_DIR", "REGISTRY_AUTH_FILE",
  ]

  private let values: [String: String]

  /// Variables of one's own.
  public init(_ values: [String: String]) { self.values = values.filter { !$0.value.isEmpty } }

  /// Those of the process.
  public static var process: CredentialSource {
    CredentialSource(
      Dictionary(
        names.compactMap { name in Environment.value(name).map { (name, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }

  /// The files of credentials, in the order in which they are looked at.
  private var files: [String] {
    var files: [String] = []
    if let file = values["REGISTRY_AUTH_FILE"] { files.append(file) }
    if let folder = values["DOCKER_CONFIG"] {
      files.append("\(folder)/config.json")
    } else if let home = values["HOME"] {
      files.append("\(home)/.docker/config.json")
    }
    if let folder = values["XDG_RUNTIME_DIR"] { files.append("\(folder)/containers/auth.json") }
    return files
  }

  /// What is known for a registry; nil for nothing.
  ///
  /// - Throws: `RegistryError.credentials` where a file or a program that is to know does not do.
  func credentials(for reference: RegistryReference) throws(RegistryError) -> RegistryCredentials? {
    if let token = values[CredentialSource.tokenVariable] {
      guard CredentialSource.isHeaderText(token) else {
        throw .credentials(
          source: CredentialSource.tokenVariable,
          problem: "holds blanks or control characters, which no token has; set it again")
      }
      return .bearer(token: token)
    }
    for file in files {
      guard let config = try DockerConfig(path: file) else { continue }
      if let found = try config.credentials(for: reference) { return found }
    }
    return nil
  }

  /// Whether a text can be a part of a header: no line of its own comes of it.
  static func isHeaderText(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
