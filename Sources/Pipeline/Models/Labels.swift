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

  /// Reads a names file: blanks around names and empty lines at the end do not count.
  ///
  /// - Throws: `FileError`, or a `Failure` (malformed) when the file is not UTF-8 text.
  public init(contentsOf path: String) throws {
    let file = try MappedFile(path: path)
    guard file.count <= Labels.largest else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, more than the \(Labels.largest) that are read of class names; "
          + "is it the names file?")
    }
    guard let text = file.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
      throw PipelineError.malformed(
        "\(path): is not UTF-8 text; a names file has one class name on each line")
    }
    guard CombiningMarks.areFew(in: text) else {
      throw PipelineError.malformed("\(path): \(CombiningMarks.problem)")
    }
    var lines = text.trimmedLines
    while lines.last?.isEmpty == true { lines.removeLast() }
    names = lines
    self.path = path
    self.file = FileReference(path, file)
  }

  /// Checks that there are as many names as classes.
  ///
  /// - Throws: a `Failure` (malformed).
  func check(against contract: ModelContract) throws {
    guard let classes = contract.heads.map(\.classes).max(), classes != names.count else { return }
    throw PipelineError.malformed(
      "\(path): has \(names.count) class names, but the network has \(classes) classes; use the "
        + "names file of this network")
  }
}
