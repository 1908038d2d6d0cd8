/// Decodes a `[detection]` head (YOLOv1): for each cell of a square grid class scores that its boxes
/// share, objectness and boxes.
///
/// darknet drops boxes for the product of objectness and class score only.
/// Source: https://github.com/AlexeyAB/darknet at 59596d78, `detection_layer.c`.
struct CellGrid {
  let side: Int
  let boxes: Int
  let classes: Int
  let squareRoot: Bool
  let softmax: Bool
  let inputWidth: Float
  let inputHeight: Float

  /// Decodes one image's values: class scores [cell, class], objectness [cell, box], boxes
  /// [cell, box, 4] with x, y within the cell and sizes as parts of the input.
  func decode(_ values: UnsafeBufferPointer<Float>, into found: inout Candidates) {
    let cells = side * side
    withUnsafeTemporaryAllocation(of: Float.self, capacity: classes) { shares in
      for cell in 0..<cells {
        for index in 0..<classes {
          shares.initializeElement(at: index, to: values[cell * classes + index])
        }
        if softmax { Vision.softmax(shares) }
        for box in cell * boxes..<(cell + 1) * boxes {
          let objectness = values[cells * classes + box]
          let start = cells * (classes + boxes) + box * 4
          let centerX = (values[start] + Float(cell % side)) / Float(side) * inputWidth
          let centerY = (values[start + 1] + Float(cell / side)) / Float(side) * inputHeight
          let width = size(values[start + 2]) * inputWidth
          let height = size(values[start + 3]) * inputHeight
          for index in 0..<classes {
            found.add(
              classIndex: index, score: objectness * shares[index], centerX: centerX,
              centerY: centerY, width: width, height: height)
          }
        }
      }
    }
  }

  private func size(_ stored: Float) -> Float { squareRoot ? stored * stored : stored }
}
