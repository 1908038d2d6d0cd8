/// Which servers are asked without a proxy: what `no_proxy` holds, as curl understands it.
///
/// Entries are separated by commas or spaces: a domain with all below it, an IP address, a network
/// as `10.0.0.0/8`, any of them with `:PORT`, or `*` for all.
struct ProxyExceptions: Hashable, Sendable {
  private let entries: [String]

  init(_ text: String) {
    let separators = Set(", \t\n")
    entries = text.lowercased().split { separators.contains($0) }.map(String.init)
  }

  /// Whether a server is asked directly.
  func cover(host: String, port: Int) -> Bool {
    entries.contains { ProxyExceptions.covers($0, host: host, port: port) }
  }

  private static func covers(_ entry: String, host: String, port: Int) -> Bool {
    if entry == "*" { return true }
    let (name, wanted) = split(entry)
    if let wanted, wanted != port { return false }
    if let address = NetworkAddress(host) { return covers(name, address) }
    // A final dot says that a name is whole and does not change it.
    let domain = trimmingDots(name[...], first: true)
    let host = trimmingDots(host.lowercased()[...], first: false)
    return !domain.isEmpty && (host == domain || host.hasSuffix(".\(domain)"))
  }

  private static func covers(_ name: String, _ address: NetworkAddress) -> Bool {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first, let network = NetworkAddress(first) else { return false }
    guard parts.count == 2 else { return address == network }
    guard let bits = Int(parts[1]) else { return false }
    return address.matches(network, bits: bits)
  }

  /// Takes the port off; colons of an IPv6 address without brackets belong to it.
  private static func split(_ entry: String) -> (name: String, port: Int?) {
    if entry.hasPrefix("["), let end = entry.firstIndex(of: "]") {
      return (String(entry[..<end].dropFirst()), Int(entry[end...].dropFirst(2)))
    }
    let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = Int(parts[1]) else { return (entry, nil) }
    return (String(parts[0]), port)
  }

  private static func trimmingDots(_ name: Substring, first: Bool) -> Substring {
    var name = name
    if first { name = name.drop { $0 == "." } }
    while name.hasSuffix(".") { name = name.dropLast() }
    return name
  }
}
