import Files
import Graph
import Provenance
import Text

/// Class names, one on each line of a file.
public struct Labels: Sendable {
  /// The names, by class.
  public let names: [String]
  /// The file, as a record names it.
  let file: FileReference
  private let path: String

  /// Far more than any names file has, in bytes.
  private static let largest = 1 << 24

  /// Reads a names file: blanks around names, a byte order mark and empty lines at the end do not
  /// count. A darknet `.data` file is followed to the names that it lists.
  ///
  /// - Throws: `FileError`, or a `Failure` (malformed) when the file is no list of names.
  public init(contentsOf path: String) throws { try self.init(contentsOf: path, follows: true) }

  private init(contentsOf path: String, follows: Bool) throws {
    let file = try MappedFile(path: path)
    guard file.count <= Labels.largest else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, more than the \(Labels.largest) that are read of class names; "
          + "is it the names file?")
    }
    if follows, file.withUnsafeBytes({ FileKind($0) }) == .darknetData {
      self = try Labels(contentsOf: try Labels.names(of: file, path), follows: false)
      return
    }
    if file.count > 0, let problem = file.withUnsafeBytes({ FileRole.names.problem(of: $0) }) {
      throw PipelineError.malformed("\(path): \(problem)")
    }
    guard let text = file.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
      throw PipelineError.malformed(
        "\(path): is not UTF-8 text; a names file has one class name on each line")
    }
    guard CombiningMarks.areFew(in: text) else {
      throw PipelineError.malformed("\(path): \(CombiningMarks.problem)")
    }
    var lines = text.withoutByteOrderMark.trimmedLines
    while lines.last?.isEmpty == true { lines.removeLast() }
    names = lines
    self.path = path
    self.file = FileReference(path, file)
  }

  /// The names file that a `.data` file lists: as a path from here, or from the file's own folder or
  /// the one above it, as darknet's `data/obj.data` has `names = data/obj.names`.
  private static func names(of file: MappedFile, _ path: String) throws -> String {
    let text = String(decoding: file.prefix(1 << 16), as: UTF8.self)
    let entries = text.trimmedLines.map { line in
      line.split(separator: "=", maxSplits: 1).map { String($0).trimmedLines.joined() }
    }
    guard let names = entries.first(where: { $0.count == 2 && $0[0] == "names" })?[1],
      !names.isEmpty
    else {
      throw PipelineError.malformed(
        "\(path): is a darknet .data file that lists no names; give the names file itself")
    }
    let folder = Folder.parent(of: path)
    let places =
      names.hasPrefix("/")
      ? [names] : [names, "\(folder)/\(names)", "\(folder)/../\(names)"]
    guard let found = places.first(where: { Folder.hasFile($0) && $0 != path }) else {
      throw PipelineError.unreadable(
        "\(path): lists the names \(quoted(names)), which is not here; give the names file itself")
    }
    return found
  }

  /// Checks that there are as many names as classes: of the heads, or of a classifier's scores.
  ///
  /// - Throws: a `Failure` (malformed).
  func check(against graph: Graph) throws {
    guard let classes = graph.classCount, classes != names.count else { return }
    let blank = names.indices.filter { names[$0].isEmpty }
    let hint =
      blank.isEmpty
      ? "use the names file of this network"
      : "line\(blank.count == 1 ? "" : "s") "
        + blank.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
        + "\(blank.count > 5 ? ", ..." : "") \(blank.count == 1 ? "is" : "are") blank; remove "
        + "\(blank.count == 1 ? "it" : "them")"
    throw PipelineError.malformed(
      "\(path): has \(names.count) class names, but the network has \(classes) classes; \(hint)")
  }
}

extension Graph {
  /// The number of classes of its heads, or that of the scores of a classifier, [N, C] or
  /// [N, C, 1, 1]; nil where it has neither.
  var classCount: Int? {
    if let classes = contract.heads.map(\.classes).max() { return classes }
    guard let output = outputs.first, outputs.count == 1 else { return nil }
    let shape = self[output].type.shape
    guard shape.rank >= 2, shape[1] > 1, shape.count == shape[0] * shape[1] else { return nil }
    return shape[1]
  }
}
