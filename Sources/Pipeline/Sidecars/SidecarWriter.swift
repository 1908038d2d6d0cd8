import Files
import Text

/// Writes the files of a receiver into a folder: all or none.
struct SidecarWriter {
  let folder: String
  /// The model that is copied.
  let model: MappedFile
  let images: SidecarImages?
  let replacement: Replacement

  /// Writes files, images first, one after the other, and the others when all are there.
  ///
  /// - Returns: what there is to tell of files that were there and are none of these.
  /// - Throws: a `Failure`; then nothing is there that was not before.
  func write(_ sidecar: Sidecar) throws -> [Lines] {
    let files = sidecar.files.filter { !isModelItself($0) }
    var notes: [Lines] = []
    var problems: [any Error] = []
    do { notes = try SidecarLeftover.check(sidecar.leftovers, in: folder) } catch {
      problems.append(error)
    }
    do { try DerivedFile.check(files.map { DerivedFile(path(of: $0)) }, replacement) } catch {
      problems.append(error)
    }
    try SeveralFailures.check(problems)
    try write(files)
    return notes
  }

  /// Writes files; all or none.
  private func write(_ files: [SidecarFile]) throws {
    let isNew = !Folder.exists(folder)
    var written: [SidecarFile] = []
    do {
      try Folder.create(folder)
      for place in Set(files.map { Folder.parent(of: $0.path) }).sorted() where place != "." {
        try Folder.create(place, in: folder)
      }
      for file in files where file.content.isOfMany {
        let isThere = Folder.hasFile(path(of: file))
        try write([file][...])
        if !isThere { written.append(file) }
      }
      try write(files.filter { !$0.content.isOfMany }[...])
    } catch {
      for file in written { Folder.removeFile(path(of: file)) }
      for file in files { Folder.removeEmptyParents(of: file.path, in: folder) }
      if isNew { Folder.removeEmpty(folder) }
      throw error
    }
  }

  private func path(of file: SidecarFile) -> String { "\(folder)/\(file.path)" }

  /// Whether the model is in the folder under the name that its copy would have.
  private func isModelItself(_ file: SidecarFile) -> Bool {
    guard case .model(let properties) = file.content, properties.isEmpty else { return false }
    let there = FileIdentity(path: path(of: file))
    return there != nil && there == FileIdentity(path: model.path)
  }

  /// Writes files, none of which appears before all of them are written.
  private func write(_ files: ArraySlice<SidecarFile>) throws {
    guard let first = files.first else { return }
    var file = try AtomicFile(path: path(of: first))
    try first.content.write(to: &file, model: model, images: images)
    try write(files.dropFirst())
    try file.commit()
  }
}
