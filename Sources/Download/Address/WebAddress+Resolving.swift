import Files

extension WebAddress {
  /// The address that a redirect leads to (RFC 3986, 5.2); nil for what is no web address.
  package func resolving(_ location: String) -> WebAddress? {
    // Servers write spaces where %20 belongs.
    let reference = location.split(separator: " ").joined(separator: "%20")
    if let scheme = WebAddress.scheme(of: reference) {
      guard scheme == "http" || scheme == "https" else { return nil }
      return parse(reference, scheme: scheme)
    }
    if reference.hasPrefix("//") { return parse("\(scheme):\(reference)", scheme: scheme) }
    let base = "\(scheme)://\(authority)"
    if reference.hasPrefix("/") { return parse(base + reference, scheme: scheme) }
    if reference.isEmpty || reference.hasPrefix("#") { return self }
    if reference.hasPrefix("?") { return parse(base + path + reference, scheme: scheme) }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return parse("\(base)\(path[...slash])\(reference)", scheme: scheme)
  }

  private func parse(_ text: String, scheme: String) -> WebAddress? {
    guard var address = try? WebAddress(text, scheme: scheme) else { return nil }
    address.path = WebAddress.removingDots(address.path)
    // The same server already knows them; others must not.
    if address.credentials == nil, hasSameOrigin(as: address) { address.credentials = credentials }
    return address
  }

  private static func removingDots(_ path: String) -> String {
    var names: [String] = []
    let all = Folder.parts(of: path).dropFirst()
    for (index, name) in all.enumerated() {
      let isLast = index == all.count - 1
      switch name {
      case ".": if isLast { names.append("") }
      case "..":
        _ = names.popLast()
        if isLast { names.append("") }
      default: names.append(name)
      }
    }
    return "/" + names.joined(separator: "/")
  }
}
