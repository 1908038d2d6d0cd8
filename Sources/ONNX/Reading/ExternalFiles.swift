import Files
import Graph

/// The files beside a model that hold its large tensors, each mapped once.
struct ExternalFiles {
  /// The folder of the model; nil where it is in memory alone.
  let folder: String?
  private var files: [String: MappedFile] = [:]

  init(besideModelIn folder: String?) { self.folder = folder }

  /// The elements of a tensor.
  ///
  /// - Throws: `ONNXError.externalData`.
  mutating func elements(of proto: Onnx_TensorProto) throws(ONNXError) -> TensorBuffer {
    var entries: [String: String] = [:]
    for entry in proto.externalData { entries[entry.key] = entry.value }
    func refuse(_ problem: String) -> ONNXError {
      .externalData(tensor: proto.name, problem: problem)
    }
    guard let location = entries["location"], ExternalFiles.isInside(location) else {
      throw refuse("which is not named as one in the folder of the model")
    }
    guard let folder else {
      throw refuse("\(location), and the model is read without its folder; read it as a file")
    }
    let file: MappedFile
    if let known = files[location] {
      file = known
    } else {
      do throws(FileError) { file = try MappedFile(path: "\(folder)/\(location)") } catch {
        throw refuse(
          "\(location), which has to lie beside the model: \(error); keep both files together")
      }
      files[location] = file
    }
    let offset = entries["offset"].map { Int($0) } ?? 0
    guard let offset, (0...file.count).contains(offset),
      let length = entries["length"].map({ Int($0) }) ?? file.count - offset,
      (0...file.count - offset).contains(length)
    else {
      throw refuse(
        "\(location), from byte \(entries["offset"] ?? "0"), "
          + "\(entries["length"].map { "\($0) bytes" } ?? "to its end"); the file has \(file.count) "
          + "bytes, so it belongs to another model, or is not whole")
    }
    return file.withUnsafeBytes { bytes in
      TensorBuffer(
        borrowing: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), owner: file,
        isFileMapping: true)
    }
  }

  /// Whether a path leads to a file in the folder or in one below it.
  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.isEmpty && path.utf8.count <= 4096 && !path.utf8.contains(0)
      && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}
