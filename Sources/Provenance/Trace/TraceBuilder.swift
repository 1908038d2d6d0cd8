import Digests
import Files
import Text

/// Follows records to those of parents.
struct TraceBuilder {
  /// The most generations that are followed.
  private static let longest = 256

  private let shelf: RecordIndex
  /// The records on the way, in case one is its own ancestor.
  private var way: Set<Digest> = []

  init(_ shelf: RecordIndex) { self.shelf = shelf }

  /// The node of an artifact that is at hand.
  mutating func root(_ file: FileReference, at path: String) -> TraceNode {
    var node = TraceNode(role: "artifact", file: file, fate: .present(path: path))
    let entries = shelf.entries(ofArtifact: file.digest)
    let beside = ProvenanceRecord.path(for: path)
    // Of several records of the same bytes the one beside the file speaks.
    let own = entries.first { FileIdentity(path: $0.path) == FileIdentity(path: beside) }
    if let entry = own ?? entries.first {
      node.extend(entry)
      node.sources = sources(entry)
      return node
    }
    if let other = try? ProvenanceRecord(contentsOf: beside) {
      node.faults.append(
        "its record \(shown(beside)) names sha256 \(other.artifact.file.digest), but the "
          + "file has \(file.digest)")
    } else {
      node.gaps.append("no record of it is here; where it comes from is not known")
    }
    return node
  }

  /// What an artifact was made from.
  private mutating func sources(_ entry: RecordIndex.Entry) -> [TraceNode] {
    let record = entry.record
    way.insert(entry.identity)
    defer { way.remove(entry.identity) }
    var nodes = record.materials.map { material in
      var node = TraceNode(
        role: material.role.rawValue, file: material.file, fate: shelf.files.fate(of: material.file)
      )
      node.uris = material.uris
      node.license = material.license
      return node
    }
    let heir = nodes.firstIndex { $0.digest == record.parent?.artifact }
    for index in nodes.indices {
      if let parent = record.parent, index == heir {
        follow(parent, &nodes[index])
      } else if record.materials[index].role == .parentModel {
        nodes[index].gaps.append("the record names no record of its parent")
      } else if nodes[index].uris.isEmpty, record.materials[index].role.isOthersWork {
        nodes[index].gaps.append("no address is recorded; where it comes from is not known")
      }
    }
    if let parent = record.parent, heir == nil {
      var node = TraceNode(
        role: Material.Role.parentModel.rawValue,
        file: FileReference(name: parent.name, digest: parent.artifact, size: 0), fate: .absent)
      node.faults.append("the record names it as parent, but not among the materials")
      follow(parent, &node)
      nodes.append(node)
    }
    if let calibration = record.calibration { nodes.append(node(of: calibration)) }
    return nodes
  }

  private mutating func follow(_ parent: ParentRecord, _ node: inout TraceNode) {
    guard let entry = shelf.parent(parent) else {
      node.gaps.append(
        "its record (\(shown(parent.name)), identity \(parent.identity)) is not here")
      return
    }
    if entry.identity != parent.identity {
      node.faults.append(
        "its record \(shown(entry.path)) has identity \(entry.identity), but "
          + "\(parent.identity) was named")
    }
    if entry.record.artifact.file.digest != parent.artifact {
      node.faults.append(
        "its record \(shown(entry.path)) is of sha256 \(entry.record.artifact.file.digest)"
      )
    }
    guard !way.contains(entry.identity) else {
      node.faults.append("is its own ancestor")
      return
    }
    guard way.count < TraceBuilder.longest else {
      node.gaps.append("more than \(TraceBuilder.longest) generations are not followed")
      return
    }
    node.extend(entry)
    node.sources = sources(entry)
  }

  /// The images of a calibration as one node.
  private func node(of calibration: Calibration) -> TraceNode {
    let list = FileReference(name: calibration.name, digest: calibration.digest, size: 0)
    var node: TraceNode
    switch calibration.images {
    case .list(let file):
      node = TraceNode(role: "calibration", file: file, fate: shelf.files.fate(of: file))
      node.name = "\(calibration.name), listed in \(file.name)"
      node.members = present(file, count: calibration.count)
      if node.fate == .absent { node.gaps.append("the list of its images is not here") }
    case .each(let files):
      let fates = files.map { shelf.files.fate(of: $0) }
      node = TraceNode(role: "calibration", file: list, fate: .absent)
      node.members = TraceNode.Members(
        count: files.count, present: fates.count { if case .present = $0 { true } else { false } })
      for case .changed(let path, let found) in fates {
        node.faults.append("\(shown(path)) has sha256 \(found)")
      }
    }
    node.uris = calibration.uris
    node.license = calibration.license
    if calibration.uris.isEmpty {
      node.gaps.append("no address is recorded; where it comes from is not known")
    }
    return node
  }

  /// How many images of a list are here; sizes are not in lists, so they are found by their names.
  private func present(_ list: FileReference, count: Int) -> TraceNode.Members? {
    guard let path = shelf.files.paths(of: list).first,
      let entries = try? DigestList(contentsOf: path).entries
    else { return nil }
    let found = entries.count { entry in
      let paths = shelf.files.paths(named: Folder.name(of: entry.path))
      return paths.contains { shelf.files.digest(ofFile: $0) == entry.digest }
    }
    return TraceNode.Members(count: count, present: found)
  }
}

extension TraceNode {
  /// Adds what a record says of the artifact.
  fileprivate mutating func extend(_ entry: RecordIndex.Entry) {
    let record = entry.record
    process = "\(record.tool.name) \(record.tool.version) \(record.command.name)"
    self.record = entry.path
    if uris.isEmpty { uris = record.artifact.uris }
    if license == .noAssertion { license = record.artifact.license }
  }
}
