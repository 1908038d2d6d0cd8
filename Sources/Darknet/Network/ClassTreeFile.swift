import Files
import Graph
import Text

/// The file that `tree=` names: a line `NAME PARENT` for each class, in the order of the classes.
///
/// Source: AlexeyAB/darknet at 59596d78, `src/tree.c` (`read_tree`).
public struct ClassTreeFile: Sendable {
  /// The tree.
  public let tree: ClassTree
  /// The file.
  public let mapping: MappedFile

  /// Far more than any tree has, in bytes.
  private static let largest = 1 << 24

  /// Reads a file.
  ///
  /// - Throws: `CfgError` with every line that is wrong, `FileError` when it cannot be read.
  public init(path: String) throws {
    mapping = try MappedFile(path: path)
    var diagnostics: [Diagnostic] = []
    func report(_ line: Int, _ message: String) {
      guard diagnostics.count < CfgText.largestDiagnosticCount else { return }
      let place = SourceLocation(file: path, line: line, column: 1)
      diagnostics.append(Diagnostic(.error, at: place, message))
    }
    var parents: [Int] = []
    if mapping.count > ClassTreeFile.largest {
      report(1, "\(mapping.count) bytes, more than the \(ClassTreeFile.largest) a tree may have")
    } else {
      let text = mapping.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { continue }
        guard words.count == 2, let parent = Int(words[1]) else {
          report(index + 1, "a line is a name and the number of its parent, or -1")
          parents.append(-1)
          continue
        }
        if !(-1..<parents.count).contains(parent) {
          report(
            index + 1,
            "the parent \(parent) of class \(parents.count) is no class before it; -1 is for a root"
          )
        }
        parents.append((-1..<parents.count).contains(parent) ? parent : -1)
      }
      if parents.isEmpty { report(1, "there is no class") }
    }
    guard diagnostics.isEmpty, let tree = ClassTree(parents: parents) else {
      throw CfgError(diagnostics: diagnostics)
    }
    self.tree = tree
  }
}

extension Network {
  /// The tree file of the cfg, as it is named there, and where; nil without one.
  public var treeName: (path: String, location: SourceLocation)? {
    for layer in layers {
      let name = (layer.section as? RegionSection)?.tree ?? (layer.section as? SoftmaxSection)?.tree
      if let name { return (name, layer.location(of: "tree")) }
    }
    return nil
  }
}
