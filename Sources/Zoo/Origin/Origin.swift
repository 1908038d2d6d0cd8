import Download
import Files
import Pipeline
import Registry
import Text

/// Where somebody's zoo is.
public enum Origin: Hashable, Sendable {
  /// In a registry, where each model has a name below one, `oci://HOST/NAME/MODEL`. The text is what
  /// comes before `/MODEL`; the version is that of the model.
  case registry(String, RegistryReference.Version?)
  /// The folder that `zoo site` makes, on the web or on this machine.
  case site(Address)
  /// The folder of one published model on this machine.
  case folder(String)

  /// Reads what somebody wrote: `oci://HOST[/NAME][:TAG]`, an address, or the path of a folder.
  ///
  /// - Throws: a `Failure` for anything else.
  public init(_ text: String) throws {
    if text.hasPrefix(RegistryReference.prefix) {
      let rest = text.dropFirst(RegistryReference.prefix.count)
      guard rest.contains("/") else {
        // A registry whose models have no name before theirs.
        self = .registry(text, nil)
        return
      }
      let reference = try RegistryReference(text)
      self = .registry(
        "\(RegistryReference.prefix)\(reference.host)/\(reference.name)", reference.version)
      return
    }
    var text = text
    // The address of a page, as it is copied out of a browser.
    if text.hasSuffix(".html") || text.hasSuffix(".json"), let slash = text.lastIndex(of: "/") {
      text = String(text[..<slash])
    }
    let address = try Address(text)
    if let path = address.path {
      guard Folder.exists(path) else {
        throw PipelineError.unreadable(
          "\(path): there is no such folder; name the folder of a site, of a published model, an "
            + "address (https://...), or a registry (\(RegistryReference.prefix)HOST/NAME)")
      }
      if !Folder.hasFile("\(path)/\(SiteTarget.mark)") {
        self = .folder(path)
        return
      }
    }
    self = .site(address)
  }

  /// The reference of a model, where the zoo is in a registry; nil elsewhere.
  ///
  /// - Throws: `RegistryError.reference` where no registry takes the name.
  public func reference(to model: String) throws(RegistryError) -> RegistryReference? {
    guard case .registry(let base, let version) = self else { return nil }
    let reference = try RegistryReference("\(base)/\(model)")
    return version.map { reference.at($0) } ?? reference
  }
}

extension Origin {
  /// Whether what it says cannot be changed on its way.
  public var isEncrypted: Bool {
    if case .site(let address) = self, let web = address.web { web.isEncrypted } else { true }
  }
}

extension Origin: CustomStringConvertible {
  /// As it can be written again.
  public var description: String {
    switch self {
    case .registry(let base, .tag(let tag)): "\(base):\(tag)"
    case .registry(let base, .digest(let digest)): "\(base)@sha256:\(digest)"
    case .registry(let base, nil): base
    case .site(let address): "\(address)"
    case .folder(let path): path
    }
  }
}
