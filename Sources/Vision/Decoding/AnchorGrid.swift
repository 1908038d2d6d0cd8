import Graph

/// Decodes a head that predicts for each anchor and each cell of a grid: `[yolo]`,
/// `[Gaussian_yolo]`, `[region]`.
///
/// Source: https://github.com/AlexeyAB/darknet at 59596d78, `yolo_layer.c`,
/// `gaussian_yolo_layer.c`, `region_layer.c`.
struct AnchorGrid {
  private let head: Head
  private let inputWidth: Float
  private let inputHeight: Float
  /// How a raw class score becomes a factor of the score.
  private let classActivation: Activation
  /// Whether x, y and objectness pass through the logistic function here.
  private let isRaw: Bool
  /// Whether a box is dropped for its objectness alone. Raw class scores may exceed 1, so darknet
  /// looks at the product only; everywhere else the product cannot exceed the objectness.
  private let testsObjectness: Bool

  private enum Activation { case logistic, softmax, tree(ClassTree), none }
  /// The class of the tree for each class that is reported; nil for those of the tree themselves.
  private let classMap: [Int]?

  init(head: Head, inputWidth: Int, inputHeight: Int, classMap: [Int]? = nil) {
    self.head = head
    self.classMap = classMap
    self.inputWidth = Float(inputWidth)
    self.inputHeight = Float(inputHeight)
    switch head.kind {
    case .yolo(newCoordinates: true):
      (classActivation, isRaw, testsObjectness) = (.none, false, true)
    case .region where head.tree != nil:
      classActivation = head.tree.map(Activation.tree) ?? .none
      (isRaw, testsObjectness) = (true, true)
    case .region(let softmax):
      (classActivation, isRaw, testsObjectness) = (softmax ? .softmax : .none, true, softmax)
    case .yolo, .gaussianYolo, .detection:
      (classActivation, isRaw, testsObjectness) = (.logistic, true, true)
    }
  }

  /// Decodes the values [anchor, entry, row, column] of one image.
  func decode(_ values: UnsafeBufferPointer<Float>, into found: inout Candidates) {
    let cells = head.gridWidth * head.gridHeight
    let entries = head.entriesBeforeClasses + head.classes
    let threshold = testsObjectness ? found.threshold : -.infinity
    let bound = isRaw ? logitBound(threshold) : threshold
    for anchor in head.anchors.indices {
      let start = anchor * entries * cells
      let objectness = values[(start + (head.entriesBeforeClasses - 1) * cells)...].prefix(cells)
      for (cell, raw) in UnsafeBufferPointer(rebasing: objectness).enumerated() where raw > bound {
        let objectness = isRaw ? logistic(raw) : raw
        guard objectness > threshold else { continue }
        let prediction = Prediction(values: values, start: start + cell, stride: cells)
        add(prediction, objectness: objectness, anchor: anchor, cell: cell, into: &found)
      }
    }
  }

  /// The entries of one anchor in one cell.
  private struct Prediction {
    let values: UnsafeBufferPointer<Float>
    let start: Int
    let stride: Int

    subscript(entry: Int) -> Float { values[start + entry * stride] }
  }

  private func add(
    _ prediction: Prediction, objectness: Float, anchor: Int, cell: Int,
    into found: inout Candidates
  ) {
    let (box, certainty) = box(prediction, anchor: anchor, cell: cell)
    let factor = objectness * certainty
    func add(_ classIndex: Int, _ share: Float) {
      found.add(
        classIndex: classIndex, score: factor * share, centerX: box.x, centerY: box.y,
        width: box.width, height: box.height)
    }
    let first = head.entriesBeforeClasses
    switch classActivation {
    case .none:
      for index in 0..<head.classes { add(index, prediction[first + index]) }
    case .logistic:
      let bound = logitBound(found.threshold / factor * (1 - 1e-6))
      for index in 0..<head.classes where prediction[first + index] > bound {
        add(index, logistic(prediction[first + index]))
      }
    case .tree(let tree):
      let probabilities = tree.probabilities { prediction[first + $0] }
      guard let classMap else {
        // The last class that is likelier than not; the objectness was looked at before.
        guard let index = probabilities.lastIndex(where: { $0 > 0.5 }) else { return }
        return found.add(
          classIndex: index, score: probabilities[index], centerX: box.x, centerY: box.y,
          width: box.width, height: box.height)
      }
      for (index, place) in classMap.enumerated() { add(index, probabilities[place]) }
    case .softmax:
      withUnsafeTemporaryAllocation(of: Float.self, capacity: head.classes) { shares in
        for index in 0..<head.classes {
          shares.initializeElement(at: index, to: prediction[first + index])
        }
        softmax(shares)
        for index in 0..<head.classes { add(index, shares[index]) }
      }
    }
  }

  /// The box, whose x, y are its centre, in pixels of the input, and how certain it is: 1 less the
  /// mean of the four sigmas where the head predicts them.
  private func box(_ prediction: Prediction, anchor: Int, cell: Int) -> (Box, certainty: Float) {
    let isGaussian = head.entriesBeforeClasses == 9
    let (xEntry, yEntry, wEntry, hEntry) = isGaussian ? (0, 2, 4, 6) : (0, 1, 2, 3)
    func offset(_ raw: Float) -> Float {
      let value = isRaw ? logistic(raw) : raw
      if case .region = head.kind { return value }
      return value * head.scaleXY - 0.5 * (head.scaleXY - 1)
    }
    func size(_ raw: Float, _ anchor: Float) -> Float {
      isRaw ? exponential(raw) * anchor : raw * raw * 4 * anchor
    }
    let column = Float(cell % head.gridWidth)
    let row = Float(cell / head.gridWidth)
    var box = Box(
      x: (column + offset(prediction[xEntry])) / Float(head.gridWidth) * inputWidth,
      y: (row + offset(prediction[yEntry])) / Float(head.gridHeight) * inputHeight,
      width: size(prediction[wEntry], head.anchors[anchor].width),
      height: size(prediction[hEntry], head.anchors[anchor].height))
    guard case .gaussianYolo(let point) = head.kind else { return (box, 1) }
    switch point {
    case .center: break
    case .leftTop:
      box.x += box.width / 2
      box.y += box.height / 2
    case .rightBottom:
      box.x -= box.width / 2
      box.y -= box.height / 2
    }
    let sigmas = [1, 3, 5, 7].reduce(Float(0)) { $0 + logistic(prediction[$1]) }
    return (box, 1 - sigmas / 4)
  }
}

extension ClassTree {
  /// The probability of each class, from what a network gives for them: a softmax for each group, times
  /// the probability of the parent (`softmax_tree`, `hierarchy_predictions`, `tree.c`).
  func probabilities(of raw: (Int) -> Float) -> [Float] {
    var values = parents.indices.map(raw)
    values.withUnsafeMutableBufferPointer { values in
      for group in groups { softmax(UnsafeMutableBufferPointer(rebasing: values[group])) }
    }
    for (index, parent) in parents.enumerated() where parent >= 0 {
      values[index] *= values[parent]
    }
    return values
  }
}
