extension WebAddress {
  /// What is before the colon of a URL, in small letters; nil for what is none, such as a path.
  ///
  /// One letter alone is no scheme, so that `C:...` is a path.
  static func scheme(of text: some StringProtocol) -> String? {
    let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
    guard scheme.count > 1, scheme.count < text.utf8.count, let first = scheme.first,
      isLetter(first)
    else { return nil }
    let isScheme = scheme.allSatisfy { byte in
      isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
    }
    return isScheme ? String(decoding: scheme, as: UTF8.self).lowercased() : nil
  }

  /// Reads a URL whose scheme is known.
  init(_ text: some StringProtocol, scheme: String) throws(AddressProblem) {
    try WebAddress.checkCharacters(text)
    isSecure = scheme == "https"
    var rest = String(text).utf8.dropFirst(scheme.utf8.count + 1)
    guard rest.starts(with: "//".utf8) else {
      throw AddressProblem("has no // after \(scheme):; write \(scheme)://HOST/PATH")
    }
    rest = rest.dropFirst(2)
    let ends = Set("/?#".utf8)
    let authority = rest.prefix { !ends.contains($0) }
    rest = rest.dropFirst(authority.count)
    var place = authority
    credentials = nil
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      place = authority[authority.index(after: at)...]
      credentials = try Credentials(String(decoding: authority[..<at], as: UTF8.self))
    }
    (host, port) = try WebAddress.hostAndPort(
      String(decoding: place, as: UTF8.self),
      usualPort: WebAddress.usualPort(isSecure: scheme == "https"))
    let target = rest.prefix { $0 != UInt8(ascii: "#") }
    let path = target.prefix { $0 != UInt8(ascii: "?") }
    self.path =
      path.isEmpty ? "/" : PercentCode.repaired(String(decoding: path, as: UTF8.self))
    let hasQuery = path.count < target.count
    let query = target.dropFirst(path.count + 1)
    self.query = hasQuery ? PercentCode.repaired(String(decoding: query, as: UTF8.self)) : nil
  }

  /// Splits `HOST`, `HOST:PORT` or `[IPV6]:PORT`.
  static func hostAndPort(
    _ text: String, usualPort: Int
  ) throws(AddressProblem) -> (host: String, port: Int) {
    var host = text.prefix { $0 != ":" }
    var rest = text.dropFirst(host.count)
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      host = text[..<end].dropFirst()
      rest = text[end...].dropFirst()
      guard NetworkAddress(String(host))?.isVersion6 == true else {
        throw AddressProblem("has something other than an IPv6 address in its brackets")
      }
    } else {
      guard !host.isEmpty else { throw AddressProblem("names no host; write SCHEME://HOST/PATH") }
      let isName =
        host.utf8.count <= 253
        && host.utf8.allSatisfy { byte in
          isLetter(byte) || isDigit(byte) || "-._".utf8.contains(byte)
        }
      guard isName else {
        throw AddressProblem(
          "has a host with characters other than letters, digits, '-', '.' and '_'; write an "
            + "international name in its ASCII form, xn--...")
      }
    }
    guard rest.isEmpty || rest.hasPrefix(":") else {
      throw AddressProblem("has something between its host and its path; write HOST:PORT")
    }
    let digits = rest.dropFirst()
    guard !digits.isEmpty else { return (host.lowercased(), usualPort) }
    guard digits.utf8.allSatisfy(isDigit), let port = Int(digits), (1...65535).contains(port) else {
      throw AddressProblem("has a port that is no number of 1 to 65535")
    }
    return (host.lowercased(), port)
  }

  private static func checkCharacters(_ text: some StringProtocol) throws(AddressProblem) {
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw AddressProblem("holds a control character, such as the end of a line; remove it")
    }
    guard !text.utf8.contains(UInt8(ascii: " ")) else {
      throw AddressProblem("holds a space; write %20 where it belongs to the address")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension WebAddress.Credentials {
  /// Reads `USER` or `USER:PASSWORD` of a URL.
  init(_ text: String) throws(AddressProblem) {
    let user = text.prefix { $0 != ":" }
    guard let userBytes = PercentCode.decode(user),
      let passwordBytes = PercentCode.decode(text.dropFirst(user.count + 1)),
      !(userBytes + passwordBytes).contains(where: { $0 < 0x20 || $0 == 0x7F })
    else {
      throw AddressProblem(
        "has a user or password with a % that does not begin an escape, or with control "
          + "characters; write %25 for a %")
    }
    self.user = String(decoding: userBytes, as: UTF8.self)
    password = String(decoding: passwordBytes, as: UTF8.self)
  }
}
