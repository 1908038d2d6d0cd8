import Files
import Quantization
import Text
import Vision

extension CalibrationImages {
  /// The image files that an argument names: those in a folder, by their endings, or the lines of
  /// a list. Of a folder that has no images itself they are those of the folders in it.
  ///
  /// Of a darknet `.data` file it is the list that it has under `key`.
  ///
  /// Lines are paths, from the current folder or from the list's own; empty ones, and those that
  /// begin with `#`, do not count.
  ///
  /// - Throws: a `Failure` when there is nothing of the name, or no image in it.
  public static func paths(of argument: String, key: String = "train") throws -> [String] {
    try files(of: argument, key: key).map(\.path)
  }

  /// Image files of arguments that are files, or folders of them.
  ///
  /// - Throws: a `Failure` for a folder without images.
  public static func paths(inArguments arguments: [String]) throws -> [String] {
    try arguments.flatMap { try Folder.exists($0) ? paths(of: $0) : [$0] }
  }

  /// An image file by what the argument calls it: its name in the folder, or its line in the list.
  struct NamedFile {
    let name: String
    let path: String
  }

  /// The same with names.
  ///
  /// - Throws: a `Failure` when there is nothing of the name, or no image in it.
  static func files(of argument: String, key: String = "train") throws -> [NamedFile] {
    let list =
      try Folder.hasFile(argument) ? DarknetData(contentsOf: argument)?.file(key) : nil
    let files = try Folder.exists(argument) ? inFolder(argument) : inList(list ?? argument)
    guard !files.isEmpty else {
      throw PipelineError.unreadable(
        "\(argument): has no images; give images (JPEG, PNG, BMP, WebP) or tensors (.npy, .f32) like those the "
          + "model will see")
    }
    return files
  }

  private static func inFolder(_ folder: String) throws -> [NamedFile] {
    try InputFiles.names(in: folder).map { NamedFile(name: $0, path: "\(folder)/\($0)") }
  }

  /// Far more than a list of millions of images has, in bytes.
  private static let longestList = 1 << 28
  /// The longest path that Linux opens, in bytes.
  private static let longestPath = 4096

  private static func inList(_ path: String) throws -> [NamedFile] {
    if InputFiles.isInput(path), Folder.hasFile(path) {
      return [NamedFile(name: Folder.name(of: path), path: path)]
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? ""
    var files: [NamedFile] = []
    var last: NamedFile?
    for (_, line) in try lines(ofList: path) {
      if last?.name.utf8.elementsEqual(line.utf8) != true {
        let isFound = line.utf8.first == UInt8(ascii: "/") || Folder.hasFile(line)
        last = NamedFile(name: line, path: isFound ? line : folder + line)
      }
      if let last { files.append(last) }
    }
    return files
  }

  /// The lines of a list with their numbers; empty ones, and those that begin with `#`, do not count.
  ///
  /// - Throws: a `Failure` where it is no list of paths.
  static func lines(ofList path: String) throws -> [(number: Int, text: String)] {
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
    var lines: [(number: Int, text: String)] = []
    for (index, line) in text.withoutByteOrderMark.trimmedLines.enumerated() {
      guard !line.isEmpty, line.utf8.first != UInt8(ascii: "#") else { continue }
      guard line.utf8.count <= longestPath, !line.utf8.contains(0) else {
        throw PipelineError.malformed(
          "\(path):\(index + 1): \(quoted(line)) is no path of a file; a list has one on each line")
      }
      lines.append((index + 1, line))
    }
    return lines
  }
}
