import Testing

@testable import Download

@Suite struct AddressTests {
  @Test("An address is shown without its user, password and query secrets")
  func whatIsReadIsShownWithoutSecrets() throws {
    let texts = [
      ("HTTPS://Example.ORG", "https://example.org/"),
      ("http://u:p@h:80/a b".replacing(" ", with: "%20"), "http://h/a%20b"),
      ("http://h:8080/x?token=1#part", "http://h:8080/x?..."),
      ("https://[2001:DB8::1]:8443/ü", "https://[2001:db8::1]:8443/%C3%BC"),
      ("https://h/100%/[x]", "https://h/100%25/%5Bx%5D"),
      ("file:///tmp/a%20b", "/tmp/a b"), ("file://localhost/x", "/x"), ("file:/x", "/x"),
      ("weights/a.weights", "weights/a.weights"), ("./http:x", "./http:x"), ("C:x", "C:x"),
    ]
    for (text, shown) in texts { #expect("\(try Address(text))" == shown, "\(text)") }
    #expect(try Address("file:///a%25b").path == "/a%b")
    #expect(try Address("http://h/").path == nil)
  }

  @Test(
    "A malformed address is refused with the reason",
    arguments: [
      ("", "empty"), ("ftp://h/x", "'ftp'"), ("s3://b/k", "'s3'"), ("http:/h/x", "no //"),
      ("http://", "no host"), ("http:///x", "no host"), ("http://a b/", "space"),
      ("http://h/a b", "%20"), ("http://h/\n", "control"), ("http://h:0/", "port"),
      ("http://h:99999/", "port"), ("http://h:x/", "port"), ("http://[::1/", "host"),
      ("http://[nonsense]/", "IPv6"), ("http://[::1]x/", "HOST:PORT"), ("http://hé/", "xn--"),
      ("http://u%zz@h/", "%25"), ("file://host/x", "another machine"), ("file:x", "begins with /"),
      ("file:///a%", "%25"), ("file:///a#b", "%23"), ("a\0b", "zero byte"),
    ])
  func whatIsNoAddressIsAnErrorThatSaysWhy(_ text: String, _ word: String) {
    let error = #expect(throws: DownloadError.self, "\(text)") { try Address(text) }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.contains(word), "\(message)")
  }

  @Test("Messages never show a password") func messagesKeepPasswordsToThemselves() {
    for text in [
      "http://me:secret@h:x/", "ftp://me:secret@h/", "http://h:x/?key=secret",
      "http://me:p?secret#secret/secret@h",
    ] {
      let error = #expect(throws: DownloadError.self) { try Address(text) }
      #expect(error.map { "\($0)" }?.contains("secret") == false)
      #expect(error.map { "\($0)" }?.contains("h") == true)
    }
  }

  @Test("A mirror's address is completed by the file's name") func mirrorsHoldFilesBelowThem()
    throws
  {
    let expected = [
      ("https://h", "a.weights", "https://h/a.weights"),
      ("https://h/m/", "d/ä b%.cfg", "https://h/m/d/%C3%A4%20b%25.cfg"),
      ("/mirror", "d/a b", "/mirror/d/a b"), ("m/", "a", "m/a"),
      ("file:///m", "a%20b", "/m/a%20b"),
    ]
    for (base, path, joined) in expected {
      #expect("\(try Address(base).appending(path))" == joined)
    }
    guard case .web(let address) = try Address("https://h/m?sig=1").appending("a#b").place else {
      return #expect(Bool(false))
    }
    #expect(address.url == "https://h/m/a%23b?sig=1")
    for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".", "../\u{301}x"] {
      #expect(throws: DownloadError.self, "\(path)") { try Address("https://h/").appending(path) }
      #expect(throws: DownloadError.self, "\(path)") { try Address("/m").appending(path) }
    }
  }
}
