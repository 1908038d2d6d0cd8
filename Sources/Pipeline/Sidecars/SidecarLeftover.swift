import Files
import Text

/// A file that is not among those that are written, and that the receiver reads where it is there:
/// of an earlier run with another model or other options.
struct SidecarLeftover: Sendable {
  /// What is done about it where it is there.
  enum Handling: Sendable {
    /// Nothing is written, as the receiver would do something else than the model asks for.
    case refused
    /// It is told and stays, as it may be one that the user made.
    case told
  }

  /// The path in the folder of the receiver.
  let path: String
  /// What the receiver does with it, for example `convert.py quantizes with it`.
  let use: Lines
  let handling: Handling
}

extension SidecarLeftover {
  /// Looks for files that are in a folder.
  ///
  /// - Returns: what there is to tell.
  /// - Throws: `FileError.unwritable` for those that are refused, whatever may be replaced: nobody
  ///   asked for a file to be removed.
  static func check(
    _ leftovers: [SidecarLeftover], in folder: String
  ) throws(FileError) -> [Lines] {
    let found = leftovers.filter { Folder.hasFile("\(folder)/\($0.path)") }
    try FileError.check(
      found.filter { $0.handling == .refused }.map { leftover in
        FileError(
          kind: .unwritable, path: "\(folder)/\(leftover.path)",
          message: "is there already and is none of the files of this model, but \(leftover.use); "
            + "remove it, or write to another folder")
      })
    return found.map { "\(folder)/\($0.path): was there already and stays; \($0.use)" }
  }
}
