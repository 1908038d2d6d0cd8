/// Bytes to be scaled: rows of interleaved channels.
struct Samples {
  let pixels: UnsafeBufferPointer<UInt8>
  let width: Int
  let height: Int
  let channels: Int
}

extension Image {
  /// One byte per pixel: (77 red + 150 green + 29 blue) / 256, rounded down.
  func luma() -> [UInt8] {
    let count = width * height
    return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      pixels.withUnsafeBufferPointer { input in
        for pixel in 0..<count {
          let red = UInt32(input[pixel * 3])
          let green = UInt32(input[pixel * 3 + 1])
          let blue = UInt32(input[pixel * 3 + 2])
          output.initializeElement(
            at: pixel,
            to: UInt8(truncatingIfNeeded: (77 * red + 150 * green + 29 * blue) >> 8))
        }
      }
      initialized = count
    }
  }
}
