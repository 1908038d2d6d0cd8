/// How a stored image must be turned to stand upright: the EXIF tag 0x0112.
///
/// Source: Exif 2.32 (CIPA DC-008), section 4.6.4, table "Orientation".
enum Orientation: UInt16 {
  case upright = 1
  case mirrored
  case upsideDown
  case flipped
  case transposed
  case turnedClockwise
  case transversed
  case turnedAnticlockwise

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= 5 }

  /// The orientation in a JPEG file's EXIF block; upright when there is none or it is malformed,
  /// since a broken note about a sound image is no reason to refuse the image.
  init(jpeg bytes: UnsafeRawBufferPointer) {
    let file = ByteReader(bytes: bytes, isBigEndian: true)
    var position = 2
    while let marker = file.word(at: position), marker >= 0xFF01 {
      if marker == 0xFFFF {
        position += 1
        continue
      }
      // Only the segments before the first scan are headers.
      guard marker != 0xFFDA, let length = file.word(at: position + 2), length >= 2 else { break }
      let end = position + 2 + Int(length)
      if marker == 0xFFE1, end <= bytes.count {
        let segment = UnsafeRawBufferPointer(rebasing: bytes[(position + 4)..<end])
        if let found = Orientation(exif: segment) {
          self = found
          return
        }
      }
      position = end
    }
    self = .upright
  }

  /// Reads the tag from the contents of an APP1 segment; nil when it is not there.
  private init?(exif segment: UnsafeRawBufferPointer) {
    guard segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) else { return nil }
    let bytes = UnsafeRawBufferPointer(rebasing: segment[6...])
    let isBigEndian = bytes.starts(with: [0x4D, 0x4D])
    guard isBigEndian || bytes.starts(with: [0x49, 0x49]) else { return nil }
    let tiff = ByteReader(bytes: bytes, isBigEndian: isBigEndian)
    guard tiff.word(at: 2) == 42, let directory = tiff.long(at: 4),
      let count = tiff.word(at: Int(directory))
    else { return nil }
    for index in 0..<Int(count) {
      let entry = Int(directory) + 2 + index * 12
      guard let tag = tiff.word(at: entry) else { return nil }
      guard tag == 0x0112 else { continue }
      // One value of type SHORT.
      guard tiff.word(at: entry + 2) == 3, tiff.long(at: entry + 4) == 1,
        let value = tiff.word(at: entry + 8)
      else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}
