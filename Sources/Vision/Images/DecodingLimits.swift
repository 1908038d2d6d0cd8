import ImageCodecs

/// How much memory and time the bytes of an image may ask for. Both formats can claim a lot in few
/// bytes; images that cameras, scanners and programs make stay far below each of these.
public enum DecodingLimits {
  /// The longest side, in pixels; libpng's own limit.
  public static let side = 1_000_000
  /// The pixels that any file may have, however small: 2^26, one colour at 8192 x 8192.
  public static let pixels = 1 << 26
  /// The pixels for each byte of a file that has more than those. One colour in PNG, 8 bits a
  /// sample, has 344.
  public static let pixelsPerByte = 1024
  /// The bytes of compressed pixels that a PNG may have beyond twice the pixels themselves and 32
  /// bytes a row, which is more than storing them as they are takes.
  public static let packedBytes = 1 << 16
  /// The pixels that a JPEG with arithmetic coding may have, however small the file.
  public static let arithmeticPixels = 1 << 20
  /// The blocks of 8 x 8 samples for each byte of such a file beyond: the most that Huffman coding
  /// can do, with one bit a block.
  public static let arithmeticBlocksPerByte = 8
  /// The scans of a JPEG. Progressive ones have about 10.
  public static let scans = 100
  /// The blocks that the scans of a JPEG may go over together, however small the file.
  public static let scannedBlocks = 1 << 22
  /// The blocks that they may go over for each byte beyond.
  public static let scannedBlocksPerByte = 64

  /// Holds what a header asks for against the limits.
  ///
  /// - Throws: `ImageError.beyondLimits`.
  static func check(
    _ header: codec_header, byteCount: Int, source: String
  ) throws(ImageError) {
    let width = Int(header.width)
    let height = Int(header.height)
    // Neither overflows: the product was held against `Image.largestPixelCount`, and the counts
    // come from sides of 16 bits and at most as many scans as the file has bytes.
    let count = width * height
    let blocks = Int(header.blocks)
    let size = "\(width) x \(height) pixels"
    let isArithmetic = header.is_arithmetic != 0
    func refuse(_ asks: String, _ limit: String, _ advice: String) -> ImageError {
      .beyondLimits(source: source, reason: "\(asks), more than \(limit); \(advice)")
    }
    guard max(width, height) <= side else {
      throw refuse(size, "the \(side) that a side may have", "cut it into parts first")
    }
    guard count <= max(pixels, byteCount * pixelsPerByte) else {
      throw refuse(
        "\(size) in \(byteCount) bytes",
        "the \(pixels) that any file may have and the \(pixelsPerByte) for each byte",
        "scale it down first")
    }
    // All of it would be unpacked, a thousand times its size, though no pixel is made of it.
    guard Int(header.packed_bytes) <= 2 * Int(header.raw_bytes) + 32 * height + packedBytes else {
      throw refuse(
        "\(header.packed_bytes) bytes of compressed pixels for \(size)",
        "twice what they take unpacked", "save it again with another program")
    }
    guard
      !isArithmetic || count <= arithmeticPixels || blocks <= byteCount * arithmeticBlocksPerByte
    else {
      throw refuse(
        "\(size) in \(byteCount) bytes of arithmetic coding",
        "the \(arithmeticPixels) pixels that any such file may have and the "
          + "\(arithmeticBlocksPerByte) blocks of 8 x 8 for each byte",
        "save it with Huffman coding, for example with `jpegtran in.jpg > out.jpg`")
    }
    guard header.scans <= UInt64(scans) else {
      throw refuse(
        "\(header.scans) scans", "the \(scans) that a JPEG may have",
        "save it again, for example with `jpegtran in.jpg > out.jpg`")
    }
    guard Int(header.scanned_blocks) <= max(scannedBlocks, byteCount * scannedBlocksPerByte) else {
      throw refuse(
        "\(header.scans) scans that go over \(header.scanned_blocks) blocks of 8 x 8 in "
          + "\(byteCount) bytes",
        "the \(scannedBlocks) blocks that any file may ask for and the \(scannedBlocksPerByte) "
          + "for each byte",
        "save it again, for example with `jpegtran in.jpg > out.jpg`")
    }
  }
}
