import Text

extension Trace {
  /// The lineage for people: a tree, with what is wrong and what is missing beside each file.
  public var text: Lines {
    var lines: [Lines] = []
    Trace.add(root, "", "", &lines)
    for problem in problems { lines.append("unreadable: \(problem)") }
    lines.append(
      isComplete
        ? "complete: every file goes back to an address, every hash that could be checked holds"
        : "\(faults.count) faults, \(gaps.count) gaps")
    return lines.joined()
  }

  private static func add(
    _ node: TraceNode, _ first: String, _ rest: String, _ lines: inout [Lines]
  ) {
    lines.append("\(first)\(shown(node.name))  (\(node.role), \(node.license))")
    let indent = rest + (node.sources.isEmpty ? "   " : "│  ")
    lines.append("\(indent)sha256 \(node.digest)  \(node.fateText)")
    if let process = node.process, let record = node.record {
      lines.append("\(indent)made by \(process), says \(shown(record))")
    }
    for uri in node.uris { lines.append("\(indent)from \(shown(uri))") }
    for fault in node.faults { lines.append("\(indent)FAULT: \(fault)") }
    for gap in node.gaps { lines.append("\(indent)GAP: \(gap)") }
    for (index, source) in node.sources.enumerated() {
      let isLast = index == node.sources.count - 1
      add(source, rest + (isLast ? "└─ " : "├─ "), rest + (isLast ? "   " : "│  "), &lines)
    }
  }
}

extension TraceNode {
  /// What became of the file, in a word or two.
  var fateText: String {
    if let members { return "\(members.present) of \(members.count) files checked" }
    switch fate {
    case .present: return "checked"
    case .changed: return "changed"
    case .absent: return "not here"
    }
  }
}
