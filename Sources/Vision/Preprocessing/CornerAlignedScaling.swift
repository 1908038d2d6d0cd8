/// Bilinear scaling with the corners aligned, on values of 0 to 1, as darknet's `resize_image` does
/// it: along x first, then along y. Of what does not fit into the input the rest is cut off.
///
/// Source: https://github.com/AlexeyAB/darknet at 59596d78, `image.c`. One difference: where
/// rounding puts the last row of the result a hair before the last row of the source, darknet
/// darkens it (it drops the second neighbour); here it is the last row of the source.
struct CornerAlignedScaling {
  let placement: Placement

  /// One position of the result: two neighbours in the source and the weight of the second.
  private struct Tap {
    var first: Int
    var second: Int
    var fraction: Float
  }

  /// Fills `output`, planes of the input's size.
  func apply(to samples: Samples, into output: UnsafeMutableBufferPointer<Float>) {
    let width = placement.inputWidth
    let columns = Self.taps(
      from: samples.width, to: placement.coveredWidth, at: placement.offsetX, of: width)
    let rows = Self.taps(
      from: samples.height, to: placement.coveredHeight, at: placement.offsetY,
      of: placement.inputHeight)
    let plane = width * placement.inputHeight
    let rowCount = width * samples.channels
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rowCount * 2) { storage in
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
        for channel in 0..<samples.channels {
          let target = channel * plane + y * width
          for x in 0..<width {
            let place = channel * width + x
            let value = (1 - row.fraction) * upper[place] + row.fraction * lower[place]
            output.initializeElement(at: target + x, to: value)
          }
        }
      }
    }
  }

  /// Where the positions of the input lie in the source, along one axis.
  ///
  /// - Parameters:
  ///   - newCount: the positions that the source is scaled to.
  ///   - offset: where the first of them lies in the input.
  ///   - inputCount: the positions of the input; what lies beside the scaled ones repeats the edge, as
  ///     darknet's `crop_image` does.
  private static func taps(
    from count: Int, to newCount: Int, at offset: Int, of inputCount: Int
  ) -> [Tap] {
    let scale = Float(count - 1) / Float(newCount - 1)
    return (0..<inputCount).map { position in
      let index = min(max(position - offset, 0), newCount - 1)
      guard index < newCount - 1, count > 1 else {
        return Tap(first: count - 1, second: count - 1, fraction: 0)
      }
      let place = Float(index) * scale
      let first = min(Int(place), count - 1)
      return Tap(first: first, second: min(first + 1, count - 1), fraction: place - Float(first))
    }
  }

  private static func scaleRow(
    _ row: Int, of samples: Samples, columns: [Tap], into output: UnsafeMutableBufferPointer<Float>
  ) {
    let channels = samples.channels
    let stride = samples.width * channels
    let source = UnsafeBufferPointer(rebasing: samples.pixels[row * stride..<(row + 1) * stride])
    for (x, column) in columns.enumerated() {
      for channel in 0..<channels {
        let first = Float(source[column.first * channels + channel]) / 255
        let second = Float(source[column.second * channels + channel]) / 255
        output[channel * columns.count + x] =
          (1 - column.fraction) * first + column.fraction * second
      }
    }
  }
}
