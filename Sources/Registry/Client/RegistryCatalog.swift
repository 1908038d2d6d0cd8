import Download
import JSON

/// The names that a registry has below one.
public struct RegistryCatalog {
  /// The names, without the one that they are below, sorted.
  public let names: [String]

  private static let mostPages = 1000

  /// Asks a registry. Many let nobody list their names.
  ///
  /// - Parameter base: `oci://HOST[/NAME]`.
  /// - Throws: a `Failure`.
  public init(below base: String, _ connection: RegistryConnection) throws {
    // Any name does: the list is that of the host.
    let client = try RegistryClient(try RegistryReference("\(base)/catalog"), connection)
    let prefix = String(client.reference.name.dropLast("catalog".count))
    var address = client.root
    address.path += "_catalog"
    address.query = "n=1000"
    var found: Set<String> = []
    for _ in 0..<RegistryCatalog.mostPages {
      let reply = try client.answer(WebRequest(.get, address), "list of names", expected: [200])
      let value: JSONValue
      do throws(ManifestProblem) { value = try ArtifactManifest.tree(reply.body) } catch {
        throw RegistryError.malformed(base, "its list of names \(error.text)")
      }
      let before = found.count
      found.formUnion((value["repositories"]?.elements ?? []).compactMap(\.text))
      guard found.count > before, let next = reply.nextPage, next.hasSameOrigin(as: address) else {
        break
      }
      address = next
    }
    names = found.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .filter { !$0.isEmpty && (try? RegistryReference("\(base)/\($0)")) != nil }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension WebReply {
  /// The address of the next page of a list (RFC 8288, as OCI distribution has it); nil at its end.
  var nextPage: WebAddress? {
    guard let link = field("link"), let end = link.firstIndex(of: ">"), link.hasPrefix("<") else {
      return nil
    }
    return address.resolving(String(link[..<end].dropFirst()))
  }
}
