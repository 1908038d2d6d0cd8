import Files

/// Which files networks are given, by the ends of their names.
public enum InputFiles {
  /// What names of images and of tensors end in; capitals count as small letters.
  public static let extensions = ["jpg", "jpeg", "png", "bmp", "webp", "npy", "f32"]

  /// Whether a file is an image or a tensor, by its name.
  public static func isInput(_ name: String) -> Bool {
    let name = name.lowercased()
    return extensions.contains { name.hasSuffix("." + $0) }
  }

  /// Whether a file is a raw tensor, which nothing but its name says.
  public static func isRawTensor(_ name: String) -> Bool { name.lowercased().hasSuffix(".f32") }

  /// The files in a folder, by their paths in it, in order; where it has none, those of the folders
  /// in it.
  ///
  /// - Throws: `FileError` where a folder cannot be read.
  public static func names(in folder: String) throws(FileError) -> [String] {
    let own = try Folder.names(in: folder).filter(isInput)
    return try own.isEmpty ? nested(in: folder) : own
  }

  /// The files in a folder and in the folders in it, by their paths in the folder, in order.
  ///
  /// - Throws: `FileError` where a folder cannot be read.
  public static func nested(in folder: String) throws(FileError) -> [String] {
    var names: [String] = []
    try collect(folder, "", above: [], into: &names)
    return names
  }

  private static func collect(
    _ folder: String, _ prefix: String, above: Set<String>, into names: inout [String]
  ) throws(FileError) {
    // A symbolic link may lead back to a folder above.
    guard let own = Folder.absolute(folder), !above.contains(own) else { return }
    for name in try Folder.names(in: folder) {
      let path = "\(folder)/\(name)"
      if Folder.exists(path) {
        try collect(path, "\(prefix)\(name)/", above: above.union([own]), into: &names)
      } else if isInput(name) {
        names.append(prefix + name)
      }
    }
  }
}
