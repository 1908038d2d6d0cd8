/// Where bytes are: on the web or in a file.
///
/// As a text it shows no user, password, query or fragment, any of which may be secret.
public struct Address: Hashable, Sendable, CustomStringConvertible {
  /// What kind of place it is.
  enum Place: Hashable, Sendable {
    case web(WebAddress)
    case file(path: String)
  }

  let place: Place

  /// A place that is known already.
  init(_ place: Place) { self.place = place }

  /// A file of this machine.
  public init(path: String) { place = .file(path: path) }

  /// The path, where it is a file of this machine.
  public var path: String? {
    guard case .file(let path) = place else { return nil }
    return path
  }

  /// The parts, where it is on the web.
  package var web: WebAddress? {
    guard case .web(let address) = place else { return nil }
    return address
  }

  /// The address without what may be secret.
  public var description: String {
    switch place {
    case .web(let address): address.description
    case .file(let path): path
    }
  }
}
