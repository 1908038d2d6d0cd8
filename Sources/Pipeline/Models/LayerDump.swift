import Files

/// Writes tensors as raw float32 files in a folder, or as one NumPy archive.
struct LayerDump: ~Copyable {
  private let folder: String
  /// The archive; nil when files go to the folder.
  private var archive: NumPyArchive?

  /// A destination: a folder (made when it is not there), or a file ending in `.npz`.
  ///
  /// - Parameter names: the tensors to be written; where there is a file of one in the folder, it is
  ///   replaced only if that is asked for.
  init(
    to destination: String, names: [String], replacing replacement: Replacement
  ) throws {
    folder = destination
    if destination.hasSuffix(".npz") {
      archive = try NumPyArchive(path: destination)
    } else {
      archive = nil
      let folders = Set(names.map { Folder.parent(of: "\(destination)/\($0)") })
      for folder in folders.union([destination]).sorted() { try Folder.create(folder) }
      try DerivedFile.check(
        names.map { DerivedFile("\(destination)/\($0).f32") }, replacement)
    }
  }

  /// Writes one tensor.
  mutating func write(
    _ name: String, _ elements: [Float], shape: [Int]
  ) throws {
    guard archive == nil else {
      try archive?.add(name, elements, shape: shape)
      return
    }
    var file = try AtomicFile(path: "\(folder)/\(name).f32")
    try file.write(elements)
    try file.commit()
  }

  /// Finishes the archive.
  consuming func commit() throws {
    if let archive { try archive.commit() }
  }
}
