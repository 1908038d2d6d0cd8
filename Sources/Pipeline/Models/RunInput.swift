import Files
import Graph
import Text
import Vision

/// What a model is run on: tensors as it takes them, or an image that is fitted into it.
struct RunInput {
  private let path: String
  private let model: Model

  /// The input in a file.
  init(_ path: String, of model: Model) {
    self.path = path
    self.model = model
  }

  /// The values, row-major, of one or several inputs; bytes as the numbers 0 to 255.
  ///
  /// A `.npy` of the model's own element type (but for bytes, which are an image) is as raw as a file
  /// without a header; its axes are those of the input, the first, of images, of any extent or left out.
  ///
  /// - Parameter check: told how many values there are before they are read.
  /// - Throws: a `Failure`.
  func values(_ check: (Int) throws -> Void) throws -> [Float] {
    let file = try MappedFile(path: path)
    let kind = file.withUnsafeBytes { FileKind($0) }
    let element = model.graph.inputs.first.map { model.graph[$0].type.element } ?? .float32
    guard InputFiles.isInput(path), !InputFiles.isRawTensor(path) else {
      return try raw(file, from: 0, element, check)
    }
    if kind == .numPy, element == .float32 {
      let header: NumPyFile.Header
      do throws(NumPyFile.Problem) {
        header = try file.withUnsafeBytes { (bytes) throws(NumPyFile.Problem) in
          try NumPyFile.Header(bytes)
        }
      } catch { throw PipelineError.malformed("\(path): \(error.reason)") }
      if header.type == "<f4" {
        try checkShape(header)
        return try raw(file, from: header.offset, element, check)
      }
    }
    guard let input = model.graph.imageInput else {
      throw PipelineError.usage(
        "\(path): \(model.path) takes no image; give float32 values, as .npy or .f32")
    }
    let source = try InputSource(decoding: file, for: input)
    let fitted: NetworkInput
    do throws(PreprocessingError) {
      fitted = try Preprocessing.usual(for: input).apply(to: source, input: input)
    } catch { throw LocatedFailure(path, error) }
    let values = fitted.given(to: input)
    try check(values.count)
    return values
  }

  private func raw(
    _ file: MappedFile, from offset: Int, _ element: ElementType, _ check: (Int) throws -> Void
  ) throws -> [Float] {
    let size = element.byteCount
    let bytes = file.count - offset
    guard bytes.isMultiple(of: size) else {
      throw PipelineError.malformed(
        "\(path): has \(bytes) bytes, which is no whole number of float32 values")
    }
    // Its size tells whether it is the input at all, before it is read.
    try check(bytes / size)
    return file.withUnsafeBytes { all in
      let bytes = UnsafeRawBufferPointer(rebasing: all[offset...])
      guard size != 1 else { return bytes.map { Float($0) } }
      return [Float](unsafeUninitializedCapacity: bytes.count / 4) { target, count in
        UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
        count = bytes.count / 4
      }
    }
  }

  /// Checks that the extents of an array are those of the model's input.
  private func checkShape(_ header: NumPyFile.Header) throws {
    let shape = model.graph.inputs.first.map { model.graph[$0].type.shape.dimensions } ?? []
    let own = Array(shape.dropFirst())
    let isRow = header.shape == own || Array(header.shape.dropFirst()) == own
    guard isRow, !header.isFortranOrder || header.shape.count < 2 else {
      func text(_ extents: [Int]) -> String {
        extents.map(String.init).joined(separator: " x ")
      }
      let order = header.isFortranOrder ? " in Fortran order" : ""
      throw PipelineError.malformed(
        "\(path): has the shape \(text(header.shape))\(order), but the input of \(model.path) is "
          + "\(text(shape)), of float32 in C order")
    }
  }
}
