import Files
import Pipeline
import Provenance
import Text

/// The folder that a model is handed out in.
struct PublicationTarget {
  /// The folder as the caller named it.
  let path: String

  init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// What it is called, which signatures cover.
  var name: String { Folder.ownName(of: path) }

  /// Checks that nothing is lost by writing into it: it is not there, empty, or holds an earlier
  /// publication, beside which only what git keeps may be there.
  ///
  /// - Throws: `PipelineError.unwritable`.
  func check() throws(PipelineError) {
    guard !Folder.hasFile(path) else {
      throw .unwritable("\(path): is a file; name a folder")
    }
    guard Folder.exists(path) else { return }
    let strangers: [String]
    do throws(FileError) { strangers = try files().filter { !earlierFiles.contains($0) } } catch {
      throw PipelineError(error)
    }
    guard strangers.isEmpty else {
      throw .unwritable(
        "\(path): holds what no earlier publication put there: "
          + strangers.prefix(5).joined(separator: ", ") + (strangers.count > 5 ? ", ..." : "")
          + "; name a new or empty folder")
    }
  }

  /// Gives the folder new contents, with the signature last.
  ///
  /// - Parameter place: the folder that has them.
  /// - Throws: `PipelineError.unwritable`.
  func take(_ place: String) throws(PipelineError) {
    do throws(FileError) {
      let paths = try FolderTree(path: place).entries.map(\.path)
      guard Folder.exists(path) else {
        try Folder.create(Folder.parent(of: path))
        let whole = try Folder.createUnique(prefix: "\(path).")
        for file in paths { try put("\(place)/\(file)", at: "\(whole)/\(file)") }
        try Folder.open(whole)
        return try Folder.move(whole, to: path)
      }
      // Whoever looks meanwhile finds a folder that does not verify, rather than a mixture that does.
      let signature = FolderSignature.defaultName
      Folder.removeFile("\(path)/\(signature)")
      // What is removed is in the folder, whatever paths a manifest may name.
      for file in try files() where !paths.contains(file) {
        Folder.removeFile("\(path)/\(file)")
      }
      for file in paths where file != signature { try replace(file, by: place) }
      if paths.contains(signature) { try replace(signature, by: place) }
    } catch { throw PipelineError(error) }
  }

  private func replace(_ file: String, by place: String) throws(FileError) {
    let target = "\(path)/\(file)"
    try Folder.create(Folder.parent(of: target))
    let whole = "\(target).new"
    Folder.removeFile(whole)
    try put("\(place)/\(file)", at: whole)
    try Folder.move(whole, to: target)
  }

  /// Models may be the stored files themselves, which are read-only; texts are for people to edit.
  private func put(_ source: String, at target: String) throws(FileError) {
    try Folder.create(Folder.parent(of: target))
    try FilePlacement.place(source, at: target, mayLink: source.hasSuffix(".onnx"))
  }

  /// What is in the folder, without what git keeps.
  private func files() throws(FileError) -> [String] {
    try FolderTree(path: path).entries.map(\.path).filter { !$0.hasPrefix(".git") }
  }

  /// The files of the publication that is there.
  private var earlierFiles: Set<String> {
    let path = "\(path)/\(ModelBuild.manifestName)"
    guard let manifest = try? Manifest(contentsOf: path) else { return [] }
    return Set(manifest.files.map(\.path))
      .union([ModelBuild.manifestName, FolderSignature.defaultName])
  }
}
