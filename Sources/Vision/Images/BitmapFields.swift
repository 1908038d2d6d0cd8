/// What the header of a bitmap says.
struct BitmapFields {
  let width: Int
  /// Negative where the first row is the top one.
  let height: Int
  let planes: Int
  let bits: Int
  /// Where the header ends, as an offset in the file.
  let end: Int
  private let compression: UInt32
  private let colorCount: Int
  /// Bytes of a colour of the palette: OS/2 has three.
  private let colorSize: Int

  /// The fields, of a header of `headerSize` bytes behind the 14 of the file's; nil for kinds that
  /// are not known.
  init?(_ reader: ByteReader, headerSize: Int) {
    end = 14 + headerSize
    if headerSize == 12 {
      guard let width = reader.word(at: 18), let height = reader.word(at: 20),
        let planes = reader.word(at: 22), let bits = reader.word(at: 24)
      else { return nil }
      (self.width, self.height) = (Int(width), Int(height))
      (self.planes, self.bits) = (Int(planes), Int(bits))
      (compression, colorCount, colorSize) = (0, 0, 3)
      return
    }
    guard [16, 40, 52, 56, 64, 108, 124].contains(headerSize), let width = reader.long(at: 18),
      let height = reader.long(at: 22), let planes = reader.word(at: 26),
      let bits = reader.word(at: 28)
    else { return nil }
    (self.width, self.height) = (Int(Int32(bitPattern: width)), Int(Int32(bitPattern: height)))
    (self.planes, self.bits) = (Int(planes), Int(bits))
    colorSize = 4
    // The short header of OS/2 2.x ends here.
    guard headerSize > 16 else {
      (compression, colorCount) = (0, 0)
      return
    }
    guard let compression = reader.long(at: 30), let colorCount = reader.long(at: 46) else {
      return nil
    }
    // A number that OS/2 has for codes of its own.
    self.compression = headerSize == 64 && compression == 3 ? .max : compression
    self.colorCount = Int(colorCount)
  }

  /// The header of Windows without masks of its own; they may follow it.
  private static let plainEnd = 14 + 40

  /// Whether the colours have masks, and alpha one too.
  var hasMasks: (colors: Bool, alpha: Bool) {
    let colors = compression == 3 || compression == 6
    return (colors, colors && (end >= 14 + 56 || compression == 6))
  }

  /// Where the masks stand: in a longer header, or behind the plain one.
  var maskStart: Int { BitmapFields.plainEnd }

  /// A compression that is not read, in words; nil for none.
  var unreadCompression: String? {
    switch compression {
    case 0: nil
    case 1: "run-length encoding (RLE8)"
    case 2: "run-length encoding (RLE4)"
    case 3, 6: bits == 16 || bits == 32 ? nil : "masks for \(bits) bits a pixel"
    case 4: "JPEG data"
    case 5: "PNG data"
    default: "an unknown compression"
    }
  }

  /// The colours; nil where the file ends before them. Some programs count fewer than there is room for.
  ///
  /// - Parameter pixels: where the pixels begin, before which the palette ends.
  func palette(_ reader: ByteReader, before pixels: Int) -> [Color]? {
    let most = 1 << bits
    let wanted = colorCount == 0 ? most : min(colorCount, most)
    let room = pixels > end ? (pixels - end) / colorSize : wanted
    let count = min(wanted, max(room, 1))
    guard end <= reader.bytes.count, count * colorSize <= reader.bytes.count - end else {
      return nil
    }
    return (0..<count).map { index in
      let place = end + index * colorSize
      return Color(
        red: reader.bytes[place + 2], green: reader.bytes[place + 1], blue: reader.bytes[place])
    }
  }
}

/// Which bits of a pixel are which colour.
struct BitmapMasks {
  /// Red, green, blue and, where there is one, alpha.
  private let channels: [Channel]

  private struct Channel {
    let mask: UInt32
    let shift: UInt32

    /// Nil for bits that are none or not next to each other.
    init?(_ mask: UInt32) {
      guard mask != 0 else { return nil }
      self.mask = mask
      shift = UInt32(mask.trailingZeroBitCount)
      let most = mask >> shift
      guard most & (most &+ 1) == 0 else { return nil }
    }

    /// The part of the largest value, of 255, rounded down, as Pillow does it.
    func value(_ pixel: UInt32) -> UInt8 {
      let most = UInt64(mask >> shift)
      let value = UInt64((pixel & mask) >> shift)
      return UInt8(truncatingIfNeeded: most == 255 ? value : value * 255 / most)
    }
  }

  /// The masks of a bitmap of 16, 24 or 32 bits; nil where they are missing or make no colours.
  init?(_ fields: BitmapFields, _ reader: ByteReader) {
    var masks: [UInt32] =
      fields.bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF_0000, 0xFF00, 0xFF]
    if fields.hasMasks.colors {
      let count = fields.hasMasks.alpha ? 4 : 3
      let read = (0..<count).map { reader.long(at: fields.maskStart + 4 * $0) }
      masks = read.compactMap { $0 }
      guard masks.count == count else { return nil }
      // Without bits of its own there is no alpha.
      if masks.last == 0, count == 4 { masks.removeLast() }
    }
    let channels = masks.compactMap(Channel.init)
    guard channels.count == masks.count else { return nil }
    self.channels = channels
  }

  /// Whether pixels have alpha.
  var hasAlpha: Bool { channels.count == 4 }

  /// Adds the pixels of a row.
  func append(
    _ row: UnsafeRawBufferPointer, count: Int, bits: Int, to pixels: inout [UInt8]
  ) {
    let size = bits / 8
    for x in 0..<count {
      var pixel: UInt32 = 0
      for byte in 0..<size { pixel |= UInt32(row[x * size + byte]) << UInt32(8 * byte) }
      for channel in channels { pixels.append(channel.value(pixel)) }
    }
  }
}
