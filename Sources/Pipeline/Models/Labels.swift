import Files
import Graph
import Text

/// Class names, one on each line of a file.
public enum Labels {
  /// Far more than any names file has, in bytes.
  private static let largest = 1 << 24

  /// Reads a names file: blanks around names and empty lines at the end do not count.
  ///
  /// - Throws: `PipelineError.unreadable`, `.malformed` when the file is not UTF-8 text.
  public static func read(path: String) throws -> [String] {
    let file = try MappedFile(path: path)
    guard file.count <= largest else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, more than the \(largest) that are read of class names; "
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
    return lines
  }

  /// Checks that there are as many names as classes.
  ///
  /// - Throws: `PipelineError.malformed`.
  static func check(
    _ labels: [String], against contract: ModelContract, path: String
  ) throws {
    guard let classes = contract.heads.map(\.classes).max(), classes != labels.count else { return }
    throw PipelineError.malformed(
      "\(path): has \(labels.count) class names, but the network has \(classes) classes; use the "
        + "names file of this network")
  }
}
