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
      self = try Labels(contentsOf: try DarknetData(file, path).file("names"), follows: false)
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
    contract.heads.map(\.classes).max() ?? scoreCount
  }
}
