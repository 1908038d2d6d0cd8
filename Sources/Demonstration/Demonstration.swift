import Files
import FoundationEssentials

/// The embedded detector: its checkpoint and some images, in the program itself, so that it can be tried
/// with nothing else.
public enum Demonstration {
  /// Writes all files into a folder that is made for them: `checkpoint` has a cfg with weights and names,
  /// `images` those to calibrate with and those to judge by, with their annotations.
  ///
  /// - Throws: `FileError`.
  public static func write(to folder: String) throws(FileError) {
    for file in BakedFiles.all {
      let path = "\(folder)/\(file.path)"
      try Folder.create(Folder.parent(of: path))
      try AtomicFile.write(file.bytes, to: path)
    }
  }
}

/// A file as the build has baked it.
struct BakedFile {
  /// Relative to the folder that it is written to.
  let path: String
  let base64: StaticString

  var bytes: [UInt8] {
    base64.withUTF8Buffer { text in
      // The build wrote it, so it is base64.
      Data(base64Encoded: Data(text)).map(Array.init) ?? []
    }
  }
}
