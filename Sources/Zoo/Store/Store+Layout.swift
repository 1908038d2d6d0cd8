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

  /// The names of models that were pulled from other zoos.
  ///
  /// - Throws: a `Failure` when they cannot be listed.
  public func pulledNames() throws -> [String] { try names(PulledEntry.self) }

  /// A model that was pulled from another zoo; nil where there is none of that name.
  ///
  /// - Throws: a `Failure` when its document is damaged.
  public func pulled(_ name: String) throws -> PulledEntry? { try read(PulledEntry.self, name) }

  /// Lays a model that was pulled from another zoo out in a folder that is not there yet, or is empty.
  ///
  /// - Throws: a `Failure`; the folder is whole or as it was.
  public func lay(_ entry: PulledEntry, in folder: String) throws {
    guard try !Folder.hasFile(folder) && Folder.namesIfAny(in: folder).isEmpty else {
      throw PipelineError.unwritable("\(folder): holds files; name a folder that is not there yet")
    }
    let plain = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let parent = Folder.parent(of: plain)
    try Folder.create(parent)
    let place = try Folder.createUnique(prefix: "\(parent)/.\(Folder.name(of: plain))-")
    defer { Folder.remove(place) }
    try lay(entry.files, in: place, mayLink: false)
    try Folder.open(place)
    try Folder.move(place, to: plain)
  }

  /// The SHA-256 of a model's document, which is that of everything it names.
  func build(of name: String) throws -> String? {
    let path = path(ModelEntry.self, name)
    guard Folder.hasFile(path) else { return nil }
    return try Digest(ofFile: path).description
  }
}
