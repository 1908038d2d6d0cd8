import Files
import Quantization
import Text

extension CalibrationPictures {
  /// The picture files that an argument names: those in a folder, by their endings, or the lines of
  /// a list.
  ///
  /// Lines are paths, from the current folder or from the list's own; empty ones, and those that
  /// begin with `#`, do not count.
  ///
  /// - Throws: `PipelineError` when there is nothing of the name, or no picture in it.
  public static func paths(of argument: String) throws(PipelineError) -> [String] {
    let paths = try Folder.exists(argument) ? inFolder(argument) : inList(argument)
    guard !paths.isEmpty else {
      throw .unreadable(
        "\(argument): has no pictures; give JPEG or PNG files like those the model will see")
    }
    return paths
  }

  private static func inFolder(_ folder: String) throws(PipelineError) -> [String] {
    do throws(FileError) {
      return try Folder.names(in: folder).filter(isPicture).map { "\(folder)/\($0)" }
    } catch { throw PipelineError(error) }
  }

  private static func isPicture(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".jpg", ".jpeg", ".png"].contains { name.hasSuffix($0) }
  }

  private static func inList(_ path: String) throws(PipelineError) -> [String] {
    if isPicture(path), Folder.hasFile(path) { return [path] }
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw PipelineError(error) }
    guard let text = file.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
      throw .malformed(
        "\(path): is not UTF-8 text; give a folder of pictures, or a list with a path on each line")
    }
    guard CombiningMarks.areFew(in: text) else {
      throw .malformed("\(path): \(CombiningMarks.problem)")
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? ""
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let line = String(
        line.drop(while: \.isWhitespace).reversed()
          .drop(while: \.isWhitespace).reversed())
      guard !line.isEmpty, line.utf8.first != UInt8(ascii: "#") else { return nil }
      return line.utf8.first == UInt8(ascii: "/") || Folder.hasFile(line) ? line : folder + line
    }
  }
}
