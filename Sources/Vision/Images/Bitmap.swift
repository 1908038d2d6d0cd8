import ImageCodecs

/// A Windows or OS/2 bitmap (`.bmp`): rows of palette indices or colours, from the bottom up or, of a
/// negative height, from the top down.
///
/// Source: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage, with the headers
/// `BITMAPCOREHEADER`, `BITMAPINFOHEADER`, `BITMAPV4HEADER` and `BITMAPV5HEADER`. Compressed ones are
/// refused by name.
struct Bitmap {
  private let bytes: UnsafeRawBufferPointer
  private let source: String
  private let width: Int
  private let height: Int
  private let isTopDown: Bool
  private let bits: Int
  /// Where the pixels begin, and the bytes of a row.
  private let (start, stride): (Int, Int)
  private let layout: Layout

  private enum Layout {
    /// Indices into colours.
    case palette([Color])
    /// Numbers that colours are parts of.
    case masks(BitmapMasks)
  }

  /// Reads the header.
  ///
  /// - Throws: `ImageError` for kinds that are not read and sizes that the file cannot hold.
  init(_ bytes: UnsafeRawBufferPointer, source: String) throws(ImageError) {
    self.bytes = bytes
    self.source = source
    let reader = ByteReader(bytes: bytes, isBigEndian: false)
    guard let size = reader.long(at: 14), let start = reader.long(at: 10),
      let fields = BitmapFields(reader, headerSize: Int(size))
    else { throw .corrupt(source: source, reason: "the header is cut short or of no known kind") }
    guard fields.width > 0, fields.height != 0, fields.height > Int(Int32.min) else {
      let reason = "a size of \(fields.width) x \(fields.height)"
      throw .corrupt(source: source, reason: reason)
    }
    guard fields.planes == 1, [1, 4, 8, 16, 24, 32].contains(fields.bits) else {
      let reason = "\(fields.planes) planes of \(fields.bits) bits a pixel"
      throw .corrupt(source: source, reason: reason)
    }
    if let kind = fields.unreadCompression {
      let reason = "a bitmap of \(kind); save it uncompressed, or convert it to PNG"
      throw .unsupported(source: source, reason: reason)
    }
    width = fields.width
    height = abs(fields.height)
    isTopDown = fields.height < 0
    bits = fields.bits
    _ = try Image.pixelCount(width: width, height: height, source: source)
    self.start = Int(start)
    // Of at most 2^28 pixels of 4 bytes.
    stride = (width * bits + 31) / 32 * 4
    if bits <= 8 {
      guard let colors = fields.palette(reader, before: Int(start)) else {
        throw .corrupt(source: source, reason: "the palette is cut short")
      }
      layout = .palette(colors)
    } else {
      guard let masks = BitmapMasks(fields, reader) else {
        throw .corrupt(source: source, reason: "the masks of the colours are missing or of no use")
      }
      layout = .masks(masks)
    }
  }

  /// The size, in the terms of the other codecs.
  var header: codec_header {
    var header = codec_header()
    header.width = UInt32(width)
    header.height = UInt32(height)
    header.channels = UInt32(channels)
    header.least_bytes = UInt64(start + stride * height)
    return header
  }

  private var channels: Int {
    if case .masks(let masks) = layout, masks.hasAlpha { return 4 }
    return 3
  }

  /// The pixels, RGB or RGBA, from the top left.
  ///
  /// - Throws: `ImageError.corrupt` where the file ends before them or an index has no colour.
  func pixels() throws(ImageError) -> [UInt8] {
    guard start <= bytes.count, stride * height <= bytes.count - start else {
      throw .corrupt(source: source, reason: "the file ends within the pixels")
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * channels)
    for y in 0..<height {
      let place = start + (isTopDown ? y : height - 1 - y) * stride
      let row = UnsafeRawBufferPointer(rebasing: bytes[place..<place + stride])
      switch layout {
      case .palette(let colors):
        guard append(row, colors, to: &pixels) else {
          let reason = "a pixel of row \(y) has a colour beyond the \(colors.count) of the palette"
          throw .corrupt(source: source, reason: reason)
        }
      case .masks(let masks): masks.append(row, count: width, bits: bits, to: &pixels)
      }
    }
    return pixels
  }

  /// False where an index has no colour. The first pixel is in the upper bits of a byte.
  private func append(
    _ row: UnsafeRawBufferPointer, _ colors: [Color], to pixels: inout [UInt8]
  ) -> Bool {
    let perByte = 8 / bits
    let mask = (1 << bits) - 1
    for x in 0..<width {
      let shift = (perByte - 1 - x % perByte) * bits
      let index = Int(row[x / perByte]) >> shift & mask
      guard index < colors.count else { return false }
      let color = colors[index]
      pixels.append(color.red)
      pixels.append(color.green)
      pixels.append(color.blue)
    }
    return true
  }
}
