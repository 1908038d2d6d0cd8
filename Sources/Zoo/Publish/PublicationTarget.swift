import Files
import Pipeline
import Provenance

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
        do throws(FileError) {
          for file in paths { try put("\(place)/\(file)", at: "\(whole)/\(file)") }
          try Folder.open(whole)
          return try Folder.move(whole, to: path)
        } catch {
          Folder.remove(whole)
          throw error
        }
      }
      // All of it has to be there before anything is replaced: a disk may be full.
      defer { for file in paths { Folder.removeFile(stagedPath(file)) } }
      for file in paths {
        Folder.removeFile(stagedPath(file))
        try put("\(place)/\(file)", at: stagedPath(file))
      }
      // Whoever looks meanwhile finds a folder that does not verify, rather than a mixture that does.
      let signature = FolderSignature.defaultName
      Folder.removeFile("\(path)/\(signature)")
      // What is removed is in the folder, whatever paths a manifest may name.
      let staged = Set(paths.map { $0 + ".new" })
      for file in try files() where !paths.contains(file) && !staged.contains(file) {
        Folder.removeFile("\(path)/\(file)")
      }
      for file in paths where file != signature {
        try Folder.move(stagedPath(file), to: "\(path)/\(file)")
      }
      if paths.contains(signature) {
        try Folder.move(stagedPath(signature), to: "\(path)/\(signature)")
      }
    } catch { throw PipelineError(error) }
  }

  /// Where a file is until it takes its place.
  private func stagedPath(_ file: String) -> String { "\(path)/\(file).new" }

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
    let files = manifest.files.map(\.path) + [ModelBuild.manifestName, FolderSignature.defaultName]
    // A process that was killed may have left some of them beside.
    return Set(files + files.map { $0 + ".new" })
  }
}
