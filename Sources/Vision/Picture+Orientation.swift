extension Picture {
  /// The picture turned upright.
  func oriented(_ orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let newWidth = orientation.swapsSides ? height : width
    let newHeight = orientation.swapsSides ? width : height
    // Where the pixel (0, 0) of the result lies in the source and the steps, in pixels, that one
    // column and one row of the result are there.
    let right = width - 1
    let bottom = (height - 1) * width
    let (start, column, row) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (right, -1, width)
      case .upsideDown: (bottom + right, -1, -width)
      case .flipped: (bottom, 1, -width)
      case .transposed: (0, width, 1)
      case .turnedClockwise: (bottom, -width, 1)
      case .transversed: (bottom + right, -width, -1)
      case .turnedAnticlockwise: (right, width, -1)
      }
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, initialized in
      pixels.withUnsafeBufferPointer { input in
        var target = 0
        for y in 0..<newHeight {
          var source = (start + y * row) * 3
          for _ in 0..<newWidth {
            for channel in 0..<3 {
              output.initializeElement(at: target + channel, to: input[source + channel])
            }
            target += 3
            source += column * 3
          }
        }
      }
      initialized = pixels.count
    }
    return Picture(validWidth: newWidth, height: newHeight, pixels: turned)
  }
}
