extension ModelDetails {
  /// For people.
  public var text: String {
    var lines = ["\(summary.name): \(summary.title)", description]
    if !tags.isEmpty { lines.append("tags: \(tags.joined(separator: ", "))") }
    lines += ["", ModelSummary.table([summary]), "", "made by \(recipe) from"]
    for source in sources { lines += text(of: source) }
    if !files.isEmpty {
      lines.append("files")
      for (path, file) in files.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(path)  \(file.size) bytes  sha256 \(file.sha256)")
      }
    }
    if !summary.gates.isEmpty { lines += ["gates"] + summary.gates.lines }
    if !quarantine.isEmpty {
      lines.append("put aside")
      for entry in quarantine {
        lines.append("  \(entry.wanted) from \(entry.origin): \(entry.reason)")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func text(of source: Source) -> [String] {
    var lines = ["  \(source.role) \(source.file)  \(source.license)"]
    if let contents = source.contents {
      lines.append("    sha256 \(contents.sha256), \(contents.size) bytes, in the store")
    } else if let digest = source.accepted.first {
      lines.append("    sha256 \(digest), not pulled yet")
    } else {
      lines.append("    its hash is not known")
    }
    if let firstUse = source.firstUse {
      lines.append("    hash of first use, from \(firstUse); review it and put it into the recipe")
    }
    return lines + source.urls.map { "    \($0)" }
  }
}
