import Text

extension Manifest {
  /// The files that a query means: a hash or its first six digits or more, a path, or a name
  /// without folders; the first of these that fits decides.
  public func files(matching query: String) -> [ManifestEntry] {
    let digits = query.lowercased()
    let isHash =
      (6...64).contains(digits.utf8.count)
      && digits.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
    if isHash {
      let found = files.filter { $0.digest.description.hasPrefix(digits) }
      if !found.isEmpty { return found }
    }
    // As it is first: a manifest can list what begins so, though it should not.
    for path in query.hasPrefix("./") ? [query, String(query.dropFirst(2))] : [query] {
      let exact = files.filter { $0.path.utf8.elementsEqual(path.utf8) }
      if !exact.isEmpty { return exact }
    }
    return files.filter { $0.name == query }
  }
}

extension ManifestEntry {
  /// All that is known of the file, for people.
  public var text: Lines {
    var lines: [Lines] = [
      "\(shown(path))", "  sha256      \(digest)", "  size        \(size) bytes",
      "  media type  \(mediaType)",
    ]
    if let role { lines.append("  role        \(role)") }
    lines.append("  licence     \(license)")
    if let record { lines.append("  record      \(record)") }
    return lines.joined()
  }
}
