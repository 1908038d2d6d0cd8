extension Tool {
  /// What the program is called across systems: its first address, or a package URL without a
  /// version, https://github.com/package-url/purl-spec
  var uri: String { uris.first ?? "pkg:generic/\(Tool.escaped(name))" }

  /// The package URL of this very version.
  var packageURL: String {
    "pkg:generic/\(Tool.escaped(name))@\(Tool.escaped(version))"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~":
        escaped.unicodeScalars.append(scalar)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (byte < 16 ? "0" : "") + digits
      }
    }
    return escaped
  }
}
