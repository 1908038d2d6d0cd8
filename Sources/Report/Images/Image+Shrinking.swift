import Vision

extension Image {
  /// The image made smaller to fit, each pixel the mean of those it covers; itself when it fits.
  ///
  /// - Throws: `ImageError` as the initializer.
  func shrunk(toWidth mostWidth: Int, height mostHeight: Int) throws(ImageError) -> Image {
    let scale = min(
      1, Double(mostWidth) / Double(width), Double(mostHeight) / Double(height))
    guard scale < 1 else { return self }
    let newWidth = max(1, Int((Double(width) * scale).rounded()))
    let newHeight = max(1, Int((Double(height) * scale).rounded()))
    let columns = (0...newWidth).map { $0 * width / newWidth }
    let rows = (0...newHeight).map { $0 * height / newHeight }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(newWidth * newHeight * 3)
    let source = pixels
    for row in 0..<newHeight {
      let down = rows[row]..<max(rows[row + 1], rows[row] + 1)
      for column in 0..<newWidth {
        let across = columns[column]..<max(columns[column + 1], columns[column] + 1)
        var sums: (Int, Int, Int) = (0, 0, 0)
        for y in down {
          for x in across {
            let place = (y * width + x) * 3
            sums.0 += Int(source[place])
            sums.1 += Int(source[place + 1])
            sums.2 += Int(source[place + 2])
          }
        }
        let count = down.count * across.count
        for sum in [sums.0, sums.1, sums.2] {
          bytes.append(UInt8(truncatingIfNeeded: (sum + count / 2) / count))
        }
      }
    }
    return try Image(width: newWidth, height: newHeight, pixels: bytes)
  }
}
