import Digests
import Download
import Text

/// A model in a registry: `oci://HOST[:PORT]/NAME[:TAG|@sha256:HEX]`.
public struct RegistryReference: Hashable, Sendable, CustomStringConvertible {
  /// What references begin with.
  public static let prefix = "oci://"
  /// The tag of a reference that names none.
  public static let usualTag = "latest"

  /// Which of the versions under a name.
  public enum Version: Hashable, Sendable {
    /// The one that a tag names now.
    case tag(String)
    /// Exactly this one.
    case digest(Digest)
  }

  /// Host and port as they were written.
  public let host: String
  /// The name in the registry, of parts joined by `/`.
  public let name: String
  /// The version; nil where none is named.
  public let version: Version?

  /// Reads a reference.
  ///
  /// - Throws: `RegistryError.reference` for anything else.
  public init(_ text: String) throws(RegistryError) {
    let form = "write \(RegistryReference.prefix)HOST/NAME:TAG"
    guard text.hasPrefix(RegistryReference.prefix) else {
      throw .reference(text, "is no reference of a registry; \(form)")
    }
    let rest = text.dropFirst(RegistryReference.prefix.count)
    let host = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(host.count + 1)
    guard !host.utf8.contains(UInt8(ascii: "@")) else {
      throw .reference(
        "\(RegistryReference.prefix)...@\(rest.drop { $0 != "@" }.dropFirst())",
        "holds a user or a password, which others would see; leave them out and log in with "
          + "`docker login`, whose credentials are read")
    }
    guard !host.isEmpty, !path.isEmpty else {
      throw .reference(text, "has no \(host.isEmpty ? "host" : "name"); \(form)")
    }
    guard let web = try? Address("https://\(host)/").web, web.path == "/", web.query == nil else {
      throw .reference(text, "has no host that can be asked; \(form)")
    }
    var name = path
    var version: Version?
    if let at = path.firstIndex(of: "@") {
      name = path[..<at]
      let digits = path[at...].dropFirst()
      guard digits.hasPrefix("sha256:"),
        let digest = Digest(hexadecimal: digits.dropFirst("sha256:".count))
      else {
        throw .reference(
          text, "has no digest after the @; write sha256: and 64 lower-case hexadecimal digits")
      }
      version = .digest(digest)
    }
    let last = name.lastIndex(of: "/") ?? name.startIndex
    if let colon = name[last...].firstIndex(of: ":") {
      let tag = String(name[colon...].dropFirst())
      name = name[..<colon]
      guard version == nil else {
        throw .reference(text, "names a tag and a digest; give one of them")
      }
      guard RegistryReference.isTag(tag) else {
        throw .reference(
          text,
          "has a tag that is none; write 1 to 128 letters, digits, '_', '.' and '-', not "
            + "beginning with '.' or '-'")
      }
      version = .tag(tag)
    }
    guard RegistryReference.isName(name) else {
      throw .reference(
        text,
        "has a name that no registry takes; write small letters and digits, with single "
          + "'.', '_' or '-' between them, and '/' between parts")
    }
    self.host = String(host)
    self.name = String(name)
    self.version = version
  }

  /// Takes parts that were read before.
  private init(host: String, name: String, version: Version?) {
    (self.host, self.name, self.version) = (host, name, version)
  }

  /// The same name with a version.
  public func at(_ version: Version) -> RegistryReference {
    RegistryReference(host: host, name: name, version: version)
  }

  /// The version, with the usual tag where none is named.
  public var effectiveVersion: Version { version ?? .tag(RegistryReference.usualTag) }

  /// As it is written.
  public var description: String {
    switch version {
    case .tag(let tag): "\(RegistryReference.prefix)\(host)/\(name):\(tag)"
    case .digest(let digest): "\(RegistryReference.prefix)\(host)/\(name)@sha256:\(digest)"
    case nil: "\(RegistryReference.prefix)\(host)/\(name)"
    }
  }

  /// Whether a text is a tag (OCI distribution 1.1).
  static func isTag(_ text: some StringProtocol) -> Bool {
    guard (1...128).contains(text.utf8.count), let first = text.utf8.first,
      first != UInt8(ascii: "."), first != UInt8(ascii: "-")
    else { return false }
    return text.utf8.allSatisfy {
      isLetterOrDigit($0) || (0x41...0x5A).contains($0) || "_.-".utf8.contains($0)
    }
  }

  /// Whether a text is a name (OCI distribution 1.1).
  private static func isName(_ text: Substring) -> Bool {
    text.utf8.count <= 255
      && text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy
      {
        isPart(Array($0))
      }
  }

  private static func isPart(_ part: [UInt8]) -> Bool {
    guard let first = part.first, let last = part.last, isLetterOrDigit(first),
      isLetterOrDigit(last)
    else { return false }
    let separators = part.split(whereSeparator: isLetterOrDigit)
    return separators.allSatisfy { run in
      let text = String(decoding: run, as: UTF8.self)
      return [".", "_", "__"].contains(text) || run.allSatisfy { $0 == UInt8(ascii: "-") }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension RegistryReference {
  /// The host that answers: that of Docker Hub has another name than people write.
  var server: String {
    ["docker.io", "index.docker.io"].contains(host) ? "registry-1.docker.io" : host
  }

  /// Whether the registry is on this machine.
  var isLoopback: Bool {
    let name =
      host.hasPrefix("[") ? host.dropFirst().prefix { $0 != "]" } : host.prefix { $0 != ":" }
    let bytes = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return name == "localhost" || name == "::1"
      || (bytes.count == 4 && bytes[0] == 127 && !bytes.contains(nil))
  }
}
