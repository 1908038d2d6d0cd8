import Text

extension ModelDetails {
  /// For people.
  public var text: Lines {
    var lines: [Lines] = ["\(summary.name): \(summary.title)", paragraphs]
    if !tags.isEmpty { lines.append("tags: \(tags.joined(separator: ", "))") }
    lines += ["", ModelSummary.table([summary]), "", "made by \(recipe) from"]
    for source in sources { lines += text(of: source) }
    if !files.isEmpty {
      lines.append("files")
      for (path, file) in files.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(path)  \(file.size) bytes  sha256 \(file.digest)")
      }
    }
    if !summary.gates.isEmpty { lines += ["gates"] + summary.gates.lines }
    if !quarantine.isEmpty {
      lines.append("put aside")
      for entry in quarantine {
        lines.append("  \(entry.wanted) from \(entry.origin): \(entry.reason)")
      }
    }
    return lines.joined()
  }

  private func text(of source: Source) -> [Lines] {
    var lines: [Lines] = ["  \(source.role) \(source.file)  \(source.license)"]
    if let contents = source.contents {
      lines.append("    sha256 \(contents.digest), \(contents.size) bytes, in the store")
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

  /// The description, which may have line ends of its own.
  private var paragraphs: Lines {
    description.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { Lines($0) }.joined()
  }
}
