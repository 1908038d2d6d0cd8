import Graph

/// Where the elements of tensors stand in a file beside the model.
///
/// Each begins at a multiple of a page, so that runtimes can map it
/// (https://onnx.ai/onnx/repo-docs/ExternalData.html).
struct ExternalTensors {
  /// The name of the file.
  let name: String
  /// The first byte of each initializer that stands there, by its position.
  private(set) var offsets: [Int: Int] = [:]
  /// The size of the file.
  private(set) var byteCount = 0

  /// Smaller tensors stay in the model.
  private static let smallest = 1024
  private static let page = 4096

  /// Gives each large tensor its place.
  init(_ initializers: [Initializer], in name: String) {
    self.name = name
    for (position, initializer) in initializers.enumerated()
    where initializer.byteCount >= ExternalTensors.smallest {
      let offset =
        (byteCount + ExternalTensors.page - 1) / ExternalTensors.page * ExternalTensors.page
      offsets[position] = offset
      byteCount = offset + initializer.byteCount
    }
  }

  /// What the name of a model's file is followed by.
  static let suffix = ".data"
}

/// `darkroom.data`: the file beside the model.
struct DataRecord: MetadataRecord {
  let file: String
  let sha256: String
  let bytes: Int
}
