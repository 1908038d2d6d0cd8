import Files
import Graph
import Text

/// The file that picks classes of a tree: the number of one on each line, for the classes that are
/// reported (darknet's `map`, `read_map` in `utils.c`).
public enum ClassMapFile {
  /// More than any map has, in bytes.
  private static let largest = 1 << 22

  /// Reads a file.
  ///
  /// - Parameter classes: of the tree.
  /// - Throws: a `Failure` with every line that is no class.
  public static func classes(contentsOf path: String, of classes: Int) throws -> [Int] {
    let file = try MappedFile(path: path)
    guard file.count <= largest else {
      throw PipelineError.malformed("\(path): has \(file.count) bytes, at most \(largest) are read")
    }
    let text = file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    var found: [Int] = []
    var wrong: [Lines] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      guard words.count == 1, let number = Int(words[0]), (0..<classes).contains(number) else {
        wrong.append(
          "\(path):\(index + 1): \(shortened(String(line))) is no class of the tree, 0 to \(classes - 1)"
        )
        continue
      }
      found.append(number)
    }
    guard wrong.isEmpty else { throw PipelineError.malformed(wrong.prefix(20).joined()) }
    guard !found.isEmpty else { throw PipelineError.malformed("\(path): names no class") }
    return found
  }
}

extension Model {
  /// The classes of the model's tree that a map picks.
  ///
  /// - Throws: a `Failure`; `.usage` when the model has no tree.
  public func classMap(_ path: String) throws -> [Int] {
    guard let tree = graph.contract.heads.first?.tree else {
      throw PipelineError.usage(
        "\(self.path): its classes are no tree, so there is nothing that a map picks from")
    }
    return try ClassMapFile.classes(contentsOf: path, of: tree.parents.count)
  }
}
