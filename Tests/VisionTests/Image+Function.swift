import Vision

extension Image {
  /// An image whose pixel at (x, y) is what the function says.
  init(width: Int, height: Int, pixel: (_ x: Int, _ y: Int) -> [UInt8]) throws {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { pixels += pixel(x, y) }
    }
    try self.init(width: width, height: height, pixels: pixels)
  }
}
