import Files
import Graph

extension InputSource {
  /// Reads a file for a network.
  ///
  /// - An image (JPEG, PNG, BMP, WebP) is for networks of one channel and three; one with alpha,
  ///   kept as it is in the file, for those of four.
  /// - A `.npy` of uint8, [H, W, C] or of one channel [H, W], is an image of as many channels as the
  ///   network takes.
  /// - A `.npy` of float32, [C, H, W] or [1, C, H, W], is the input itself and has exactly its size.
  /// - A file whose name ends in `.f32` is the same without a header: little-endian float32 values.
  ///
  /// - Parameter input: what the network takes; nil where none is known, so that `.npy` may be of any
  ///   size and `.f32` is refused.
  /// - Throws: `ImageError` as `Image.init(contentsOf:)`, and `.unsuitable` for what does not fit.
  public init(contentsOf path: String, for input: InputContract?) throws(ImageError) {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch {
      throw .file(error)
    }
    try self.init(decoding: file, for: input)
  }

  /// Decodes a file that is open already.
  ///
  /// - Throws: `ImageError` as for files by their paths.
  public init(decoding file: MappedFile, for input: InputContract?) throws(ImageError) {
    self = try file.withUnsafeBytes { (bytes) throws(ImageError) in
      let source = file.path
      if InputFiles.isRawTensor(source) {
        return try InputSource(raw: bytes, source: source, for: input)
      }
      if FileKind(bytes) == .numPy {
        return try InputSource(numPy: bytes, source: source, for: input)
      }
      return try InputSource(encoded: bytes, source: source, for: input)
    }
  }

  /// An image file.
  private init(
    encoded bytes: UnsafeRawBufferPointer, source: String, for input: InputContract?
  ) throws(ImageError) {
    let wanted = input?.channels ?? 3
    guard wanted != 1, wanted != 3 else {
      self = .image(Image(try DecodedPixels(bytes, source: source)))
      return
    }
    let decoded = try DecodedPixels(bytes, source: source)
    guard decoded.channels == wanted else {
      let has = decoded.channels == 4 ? "4 channels (RGB and alpha)" : "3 channels (RGB)"
      let advice =
        wanted == 4
        ? "give images with alpha, or .npy files of uint8, height x width x 4"
        : "give .npy files of uint8, height x width x \(wanted)"
      let reason = "has \(has), where the network takes \(wanted); \(advice)"
      throw .unsuitable(source: source, reason: reason)
    }
    self = .samples(
      ChannelImage(
        width: decoded.width, height: decoded.height, channels: wanted, samples: decoded.bytes))
  }

  private init(
    numPy bytes: UnsafeRawBufferPointer, source: String, for input: InputContract?
  ) throws(ImageError) {
    let header: NumPyFile.Header
    do throws(NumPyFile.Problem) { header = try NumPyFile.Header(bytes) } catch {
      throw .corrupt(source: source, reason: error.reason)
    }
    guard !header.isFortranOrder || header.shape.count < 2 else {
      let reason = "is in Fortran order; save `numpy.ascontiguousarray(array)`"
      throw .unsuitable(source: source, reason: reason)
    }
    let elements = UnsafeRawBufferPointer(rebasing: bytes[header.offset...])
    switch header.type {
    case "|u1": try self.init(samples: elements, header.shape, source: source, for: input)
    case "<f4": try self.init(values: elements, header.shape, source: source, for: input)
    default:
      let reason =
        "holds elements of the type \(header.type.prefix(20)); save uint8 (an image, height x width "
        + "x channels) or float32 (the input itself, channels x height x width)"
      throw .unsuitable(source: source, reason: reason)
    }
  }

  /// Bytes, [H, W, C] or [H, W].
  private init(
    samples elements: UnsafeRawBufferPointer, _ shape: [Int], source: String,
    for input: InputContract?
  ) throws(ImageError) {
    guard (2...3).contains(shape.count), !shape.contains(0) else {
      let reason =
        "has the shape \(Self.text(shape)); an image of uint8 is height x width x channels"
      throw .unsuitable(source: source, reason: reason)
    }
    let (height, width, channels) = (shape[0], shape[1], shape.count == 3 ? shape[2] : 1)
    guard input == nil || channels == input?.channels else {
      let has = channels == 1 ? "1 channel" : "\(channels) channels"
      let reason =
        "has \(has) (height x width x channels: \(Self.text(shape))), where the network takes "
        + "\(input?.channels ?? 0)"
      throw .unsuitable(source: source, reason: reason)
    }
    _ = try Image.pixelCount(width: width, height: height, source: source)
    let bytes = Array(elements)
    self =
      channels == 3
      ? .image(Image(validWidth: width, height: height, pixels: bytes))
      : .samples(ChannelImage(width: width, height: height, channels: channels, samples: bytes))
  }

  /// Values, [C, H, W] or [1, C, H, W].
  private init(
    values elements: UnsafeRawBufferPointer, _ shape: [Int], source: String,
    for input: InputContract?
  ) throws(ImageError) {
    let extents = shape.count == 4 && shape[0] == 1 ? Array(shape.dropFirst()) : shape
    let wanted = input.map { [$0.channels, $0.height, $0.width] }
    guard extents.count == 3, !extents.contains(0), wanted == nil || wanted == extents else {
      let takes = wanted.map { "the network takes \(Self.text($0))" } ?? "three extents are needed"
      let turned = wanted.map { extents == [$0[1], $0[2], $0[0]] } ?? false
      let advice =
        turned
        ? "save `array.transpose(2, 0, 1)`"
        : "save exactly its input, or an image of uint8, height x width x channels"
      let reason =
        "has the shape \(Self.text(shape)), where \(takes) of float32 (channels x height x width); "
        + advice
      throw .unsuitable(source: source, reason: reason)
    }
    try self.init(
      values: elements, channels: extents[0], height: extents[1], width: extents[2], source: source)
  }

  /// Values without a header.
  private init(
    raw bytes: UnsafeRawBufferPointer, source: String, for input: InputContract?
  ) throws(ImageError) {
    guard let input else {
      let reason = "is a raw tensor, of which only a network knows the size; save it as .npy"
      throw .unsuitable(source: source, reason: reason)
    }
    let extents = [input.channels, input.height, input.width]
    // What a model says of its input may be anything.
    let needed = extents.reduce(Int?(4)) { product, extent in
      guard let (value, overflow) = product?.multipliedReportingOverflow(by: extent) else {
        return nil
      }
      return overflow ? nil : value
    }
    guard bytes.count == needed, needed != 0 else {
      let reason =
        "has \(bytes.count) bytes, where the network takes \(Self.text(extents)) values of float32 "
        + "(channels x height x width)\(needed.map { ", \($0) bytes" } ?? "")"
      throw .unsuitable(source: source, reason: reason)
    }
    try self.init(
      values: bytes, channels: input.channels, height: input.height, width: input.width,
      source: source)
  }

  /// As many values as there are pixels in all channels.
  private init(
    values bytes: UnsafeRawBufferPointer, channels: Int, height: Int, width: Int, source: String
  ) throws(ImageError) {
    _ = try Image.pixelCount(width: width, height: height, source: source)
    let values = (0..<bytes.count / 4).map { index in
      Float(
        bitPattern: UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
    }
    guard let stray = values.firstIndex(where: { !$0.isFinite }) else {
      self = .tensor(InputTensor(width: width, height: height, channels: channels, values: values))
      return
    }
    let reason = "the value \(stray) is infinite or no number (NaN)"
    throw .corrupt(source: source, reason: reason)
  }

  /// `3 x 416 x 416`.
  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "()" : shape.map(String.init).joined(separator: " x ")
  }
}
