import Digests
import Files
import Pipeline
import Text

extension Store {
  /// Lays files out in a folder under their paths, each checked.
  ///
  /// - Throws: a `Failure`, with all that are not there or damaged.
  func lay(
    _ files: [String: Contents], in folder: String, mayLink: Bool
  ) throws {
    var failures: [any Error] = []
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      do {
        guard Folder.staysBelow(path) else {
          throw PipelineError.malformed("'\(path)' leads out of the folder; build the model again")
        }
        try place(file, at: "\(folder)/\(path)", mayLink: mayLink)
      } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
  }

  /// The SHA-256 of a model's document, which is that of everything it names.
  func build(of name: String) throws -> String? {
    let path = path(ModelEntry.self, name)
    guard Folder.hasFile(path) else { return nil }
    return try Digest(ofFile: path).description
  }
}
