extension Tool {
  /// What the program is called across systems: its first address, or a package URL without a
  /// version, https://github.com/package-url/purl-spec
  var uri: String {
    uris.first.map(PercentEncoding.address) ?? "pkg:generic/\(PercentEncoding.part(name))"
  }
}
