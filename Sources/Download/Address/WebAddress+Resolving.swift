extension WebAddress {
  /// The address that a redirect leads to (RFC 3986, 5.2); nil for what is no web address.
  func resolving(_ location: String) -> WebAddress? {
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
    // The same server already knows them; others must not.
    if address.credentials == nil, hasSameOrigin(as: address) { address.credentials = credentials }
    return address
  }
}
