import Darknet
import Digests
import Files
import Graph
import Provenance
import Quantization
import Text
import Glibc

/// Makes a recorded artifact again from the materials that its record names.
public struct Rebuild: Sendable {
  /// The record.
  public var record: String
  /// Where the artifact and materials are looked for besides the folder of the record.
  public var folders: [String] = []
  /// The threads that share the work.
  public var threads = Execution().threads

  /// Rebuilds what a record is about.
  public init(record: String) { self.record = record }

  /// How it came out.
  public enum Outcome: Hashable, Sendable {
    /// The same bytes.
    case reproduced(String)
    /// Other bytes: the first difference.
    case differs(String)
  }

  /// Told what is being done, how much of it is done, and how much there is; from any thread.
  public typealias Progress = QuantizationRun.Progress

  /// Makes the artifact again in a temporary folder and compares.
  ///
  /// - Throws: a `Failure`, with every material that is not found.
  public func check(progress: Progress? = nil) throws -> Outcome {
    let recorded: ProvenanceRecord
    let shelf: FileIndex
    recorded = try ProvenanceRecord(contentsOf: record)
    shelf = try FileIndex([Folder.parent(of: record)] + folders)
    let finder = MaterialFinder(shelf: shelf, record: recorded, source: record)
    let temporary = try Folder.createTemporary()
    defer { Folder.remove(temporary) }
    // A model may name the file beside it, so it is called as it was.
    let output = "\(temporary)/\(Folder.name(of: recorded.artifact.file.name))"
    switch recorded.command.name {
    case "convert":
      let files = try finder.all()
      let conversion = try Conversion(
        recorded.command, cfg: try files.need(.cfg), weights: try files.need(.weights),
        names: files[.names]?.first, tree: files[.tree]?.first, source: record)
      _ = try conversion.run().write(to: output)
    case "quantize":
      let files = try finder.all()
      let isFromCfg = files[.parentModel] == nil
      var model = try files.need(isFromCfg ? .cfg : .parentModel)
      if let tree = files[.tree]?.first { model = try together(model, tree, in: temporary) }
      var run = try QuantizationRun(recorded.command, model: model, source: record)
      run.threads = threads
      if isFromCfg { run.weights = try files.need(.weights) }
      run.names = files[.names]?.first
      let tables = files[.calibrationTable] ?? []
      run.table = tables.first
      run.merged = Array(tables.dropFirst())
      if !finder.images.isEmpty {
        let list = "\(temporary)/images.list"
        var text = ""
        for path in files.images { text += try Rebuild.absolute(path) + "\n" }
        try AtomicFile.write(Array(text.utf8), to: list)
        run.calibration = list
        if let sampling = recorded.calibration?.sampling { run.choice = .drawn(sampling) }
      }
      _ = try run.run(progress: progress).write(to: .init(model: output))
    default:
      throw PipelineError.malformed(
        "\(record): the command '\(recorded.command.name)' is not known; it may be of a newer "
          + "version of darkroom")
    }
    return try compare(output, recorded, shelf)
  }

  /// A cfg beside the tree that it names, under that name, wherever both were found.
  private func together(_ cfg: String, _ tree: String, in folder: String) throws -> String {
    let place = "\(folder)/cfg"
    let beside = "\(place)/\(Folder.name(of: cfg))"
    try Folder.create(place)
    try Folder.link(beside, to: try Rebuild.absolute(cfg))
    if let named = try Network.parse(path: beside).get().treeName {
      try Folder.link(
        "\(place)/\(Folder.name(of: named.path))", to: try Rebuild.absolute(tree))
    }
    return beside
  }

  private func compare(
    _ output: String, _ recorded: ProvenanceRecord, _ shelf: FileIndex
  ) throws -> Outcome {
    let file = recorded.artifact.file
    let found = try Digest(ofFile: output)
    if found == file.digest { return .reproduced("\(file.name): sha256 \(found)") }
    let text = "\(file.name): is \(file.digest) by the record, but \(found) is what comes out"
    guard let original = shelf.paths(of: file).first else {
      return .differs("\(text); the file itself is not here to be compared with")
    }
    let graphs = (try Model.load(path: original).graph, try Model.load(path: output).graph)
    let first = GraphDifference.first(graphs.0, graphs.1)
    return .differs(
      "\(text); \(first ?? "both compute the same, their files are written differently")")
  }

  private static func absolute(_ path: String) throws -> String {
    guard let absolute = Folder.absolute(path) else {
      throw PipelineError.unreadable("\(path): is gone")
    }
    return absolute
  }
}
