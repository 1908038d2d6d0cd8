import Files
import ONNX
import Text

/// A file of a receiver.
struct SidecarFile: Sendable {
  /// What it holds.
  enum Content: Sendable {
    /// A text in UTF-8.
    case text(String)
    /// The model itself, with more properties.
    case model(adding: [FileInterface.Property])
    /// One of the images as a PNG.
    case image(Int)
    /// All images as one NumPy array of bytes, [N, H, W, C].
    case imageArray
  }

  /// The path in the folder of the receiver.
  let path: String
  let content: Content

  init(_ path: String, _ content: Content) {
    self.path = path
    self.content = content
  }

  /// A text of lines, each with its end.
  init(_ path: String, lines: [String]) {
    self.init(path, .text(lines.map { $0 + "\n" }.joined()))
  }
}

extension SidecarFile.Content {
  /// Whether it is one of many, which are written one after the other.
  var isOfMany: Bool { if case .image = self { true } else { false } }

  /// Appends the contents to a file.
  func write(to file: inout AtomicFile, model: MappedFile, images: SidecarImages?) throws {
    switch self {
    case .text(let text): try file.write(text)
    case .model(let properties):
      try model.withUnsafeBytes { (bytes) throws(FileError) in try file.write(bytes) }
      try file.write(ONNXModel.bytes(of: properties))
    case .image(let index):
      guard let images else { return }
      try file.write(try images.png(at: index))
    case .imageArray:
      guard let images else { return }
      try file.write(NumPyArchive.header(shape: images.shape, type: "|u1"))
      for index in 0..<images.count { try file.write(try images.pixels(at: index)) }
    }
  }
}
