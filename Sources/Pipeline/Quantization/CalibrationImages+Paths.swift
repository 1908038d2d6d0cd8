import Files
import Quantization
import Text

extension CalibrationImages {
  /// The image files that an argument names: those in a folder, by their endings, or the lines of
  /// a list.
  ///
  /// Lines are paths, from the current folder or from the list's own; empty ones, and those that
  /// begin with `#`, do not count.
  ///
  /// - Throws: a `Failure` when there is nothing of the name, or no image in it.
  public static func paths(of argument: String) throws -> [String] {
    try files(of: argument).map(\.path)
  }

  /// An image file by what the argument calls it: its name in the folder, or its line in the list.
  struct NamedFile {
    let name: String
    let path: String
  }

  /// The same with names.
  ///
  /// - Throws: a `Failure` when there is nothing of the name, or no image in it.
  static func files(of argument: String) throws -> [NamedFile] {
    let files = try Folder.exists(argument) ? inFolder(argument) : inList(argument)
    guard !files.isEmpty else {
      throw PipelineError.unreadable(
        "\(argument): has no images; give JPEG or PNG files like those the model will see")
    }
    return files
  }

  private static func inFolder(_ folder: String) throws -> [NamedFile] {
    return try Folder.names(in: folder).filter(isImage).map {
      NamedFile(name: $0, path: "\(folder)/\($0)")
    }
  }

  private static func isImage(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".jpg", ".jpeg", ".png"].contains { name.hasSuffix($0) }
  }

  /// Far more than a list of millions of images has, in bytes.
  private static let longestList = 1 << 28
  /// The longest path that Linux opens, in bytes.
  private static let longestPath = 4096

  private static func inList(_ path: String) throws -> [NamedFile] {
    if isImage(path), Folder.hasFile(path) {
      return [NamedFile(name: Folder.name(of: path), path: path)]
    }
    let file = try MappedFile(path: path)
    guard file.count <= longestList else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, more than the \(longestList) that are read of a list of "
          + "images")
    }
    if file.count > 0, let problem = file.withUnsafeBytes({ FileRole.list.problem(of: $0) }) {
      throw PipelineError.malformed("\(path): \(problem)")
    }
    // Names of files need not be UTF-8, but there is no byte 0 in them.
    guard file.withUnsafeBytes({ !$0.contains(0) }) else {
      throw PipelineError.malformed(
        "\(path): is not text; give a folder of images, or a list with a path on each line")
    }
    let text = PathText.text(of: Array(file.prefix(file.count)))
    guard CombiningMarks.areFew(in: text) else {
      throw PipelineError.malformed("\(path): \(CombiningMarks.problem)")
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? ""
    var files: [NamedFile] = []
    var last: NamedFile?
    for (index, line) in text.withoutByteOrderMark.trimmedLines.enumerated() {
      guard !line.isEmpty, line.utf8.first != UInt8(ascii: "#") else { continue }
      guard line.utf8.count <= longestPath, !line.utf8.contains(0) else {
        throw PipelineError.malformed(
          "\(path):\(index + 1): \(quoted(line)) is no path of a file; a list has one on each line")
      }
      if last?.name.utf8.elementsEqual(line.utf8) != true {
        let isFound = line.utf8.first == UInt8(ascii: "/") || Folder.hasFile(line)
        last = NamedFile(name: line, path: isFound ? line : folder + line)
      }
      if let last { files.append(last) }
    }
    return files
  }
}
