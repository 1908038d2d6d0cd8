import Files
import JSON
import Text

/// The lineage of an artifact, from its file over the records of its parents back to where their
/// materials come from, with every hash checked that can be.
public struct Trace: Hashable, Sendable {
  /// The version of the JSON form.
  public static let schemaVersion = 1

  /// The artifact.
  public let root: TraceNode
  /// Records that were found but cannot be read.
  public let problems: [String]

  /// Every gap in the lineage, from the artifact on, with the name of the file.
  public var gaps: [String] { Trace.collect(root, \.gaps) }

  /// Everything that is not as it was named, from the artifact on, with the name of the file.
  public var faults: [String] { Trace.collect(root, \.faults) + problems }

  /// Whether nothing is wrong and the lineage goes back to where everything comes from.
  public var isComplete: Bool { gaps.isEmpty && faults.isEmpty }

  private static func collect(_ node: TraceNode, _ key: KeyPath<TraceNode, [String]>) -> [String] {
    node[keyPath: key].map { "\(shown(node.name)): \($0)" }
      + node.sources.flatMap { collect($0, key) }
  }

  /// Follows an artifact.
  ///
  /// - Parameters:
  ///   - artifact: the file.
  ///   - folders: where records and files are looked for besides the folder of the artifact.
  /// - Throws: `DocumentError.file` when the artifact or a folder cannot be read.
  public init(of artifact: String, folders: [String] = []) throws(DocumentError) {
    let file: FileReference
    do throws(FileError) {
      file = try FileReference(hashing: artifact)
    } catch { throw .file(error) }
    let shelf = try RecordIndex([Folder.parent(of: artifact)] + folders)
    var builder = TraceBuilder(shelf)
    root = builder.root(file, at: artifact)
    problems = shelf.problems.flatMap(\.lines.each).map(\.description)
  }
}

extension Trace {
  /// The lineage for machines.
  public var json: JSONValue {
    .object([
      "schemaVersion": .whole(Trace.schemaVersion), "artifact": root.json,
      "isComplete": .boolean(isComplete), "faults": .texts(faults), "gaps": .texts(gaps),
      "problems": .texts(problems),
    ])
  }
}

extension TraceNode {
  /// The object of the file and of what it was made from.
  var json: JSONValue {
    var builder = ObjectBuilder()
    builder.set("role", role)
    builder.set("name", name)
    builder.set("sha256", digest)
    switch fate {
    case .present(let path):
      builder.set("fate", "present")
      builder.set("path", path)
    case .changed(let path, let found):
      builder.set("fate", "changed")
      builder.set("path", path)
      builder.set("foundSha256", found)
    case .absent: builder.set("fate", "absent")
    }
    builder.set("uris", JSONValue.texts(uris))
    builder.set("license", license.description)
    builder.set("process", process)
    builder.set("record", record)
    if let members {
      builder.set(
        "files",
        JSONValue.object([
          "count": .whole(members.count), "present": .whole(members.present),
        ]))
    }
    builder.set("faults", JSONValue.texts(faults))
    builder.set("gaps", JSONValue.texts(gaps))
    builder.set("sources", JSONValue.array(sources.map(\.json)))
    return builder.json
  }
}

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
