/// Bilinear scaling with half-pixel centres, bit for bit as OpenCV's `resize` does it on bytes with
/// `INTER_LINEAR`.
///
/// Weights are 11-bit integers. A row is scaled horizontally to 19 bits, of which 15 are kept; two
/// such rows are weighted, each product cut to its upper bits, and the sum rounded to a byte.
/// Source: opencv/modules/imgproc/src/resize.cpp, `HResizeLinear` and the 8-bit `VResizeLinear`.
struct HalfPixelScaling {
  let placement: Placement

  /// One position of the result: two neighbours in the source and their weights out of 2048.
  private struct Tap {
    var first: Int
    var second: Int
    var firstWeight: UInt32
    var secondWeight: UInt32
  }

  /// Fills the covered part of `output`, planes of the input's size, with bytes divided by 255.
  func apply(to samples: Samples, into output: UnsafeMutableBufferPointer<Float>) {
    let width = placement.coveredWidth
    let columns = Self.taps(from: samples.width, to: width, clampsWeights: true)
    let rows = Self.taps(from: samples.height, to: placement.coveredHeight, clampsWeights: false)
    let rowCount = width * samples.channels
    let plane = placement.inputWidth * placement.inputHeight
    // Two scaled source rows; consecutive rows of the result mostly share one of them.
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: rowCount * 2) { storage in
      var upper = UnsafeMutableBufferPointer(rebasing: storage[..<rowCount])
      var lower = UnsafeMutableBufferPointer(rebasing: storage[rowCount...])
      var upperRow = -1
      var lowerRow = -1
      for (y, row) in rows.enumerated() {
        if upperRow != row.first {
          swap(&upper, &lower)
          swap(&upperRow, &lowerRow)
        }
        if upperRow != row.first {
          Self.scaleRow(row.first, of: samples, columns: columns, into: upper)
          upperRow = row.first
        }
        if lowerRow != row.second {
          Self.scaleRow(row.second, of: samples, columns: columns, into: lower)
          lowerRow = row.second
        }
        let start = (placement.offsetY + y) * placement.inputWidth + placement.offsetX
        for channel in 0..<samples.channels {
          let target = channel * plane + start
          let part = channel * width..<(channel + 1) * width
          Self.blend(
            UnsafeBufferPointer(rebasing: upper[part]), UnsafeBufferPointer(rebasing: lower[part]),
            row, into: UnsafeMutableBufferPointer(rebasing: output[target..<target + width]))
        }
      }
    }
  }

  /// The taps along one axis.
  ///
  /// Beyond the first and last centre OpenCV gives columns the edge pixel with full weight and rows
  /// twice the edge row with both weights, which rounds differently.
  private static func taps(from count: Int, to newCount: Int, clampsWeights: Bool) -> [Tap] {
    let scale = 1 / (Double(newCount) / Double(count))
    return (0..<newCount).map { index in
      let position = Float((Double(index) + 0.5) * scale - 0.5)
      var first = Int(position.rounded(.down))
      var fraction = position - Float(first)
      if clampsWeights, first < 0 || first >= count - 1 {
        first = first < 0 ? 0 : count - 1
        fraction = 0
      }
      func weight(_ value: Float) -> UInt32 { UInt32((value * 2048).rounded(.toNearestOrEven)) }
      return Tap(
        first: min(max(first, 0), count - 1), second: min(max(first + 1, 0), count - 1),
        firstWeight: weight(1 - fraction), secondWeight: weight(fraction))
    }
  }

  /// Scales one row into planes of 15-bit values.
  private static func scaleRow(
    _ row: Int, of samples: Samples, columns: [Tap], into output: UnsafeMutableBufferPointer<UInt16>
  ) {
    let channels = samples.channels
    let stride = samples.width * channels
    let source = UnsafeBufferPointer(rebasing: samples.pixels[row * stride..<(row + 1) * stride])
    columns.withUnsafeBufferPointer { columns in
      for channel in 0..<channels {
        let target = UnsafeMutableBufferPointer(rebasing: output[(channel * columns.count)...])
        for x in 0..<columns.count {
          let column = columns[x]
          let sum =
            UInt32(source[column.first &* channels &+ channel]) &* column.firstWeight
            &+ UInt32(source[column.second &* channels &+ channel]) &* column.secondWeight
          target[x] = UInt16(truncatingIfNeeded: sum >> 4)
        }
      }
    }
  }

  private static func blend(
    _ upper: UnsafeBufferPointer<UInt16>, _ lower: UnsafeBufferPointer<UInt16>, _ row: Tap,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    for x in 0..<output.count {
      let first = (UInt32(upper[x]) &* row.firstWeight) >> 16
      let second = (UInt32(lower[x]) &* row.secondWeight) >> 16
      output[x] = Float((first &+ second &+ 2) >> 2) / 255
    }
  }
}
