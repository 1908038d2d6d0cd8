import Files
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
    let shelf = try RecordShelf([Folder.parent(of: artifact)] + folders)
    var builder = TraceBuilder(shelf)
    root = builder.root(file, at: artifact)
    problems = shelf.problems.flatMap(\.lines.each)
  }
}
