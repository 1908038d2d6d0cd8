import Graph

/// Turns a detector's outputs into detections, as darknet does, before any suppression.
///
/// Detections come in the order of heads, anchors, rows, columns and classes. A box with several
/// classes above the threshold gives a detection for each. Boxes whose numbers are not finite (a
/// size can overflow) are left out.
public struct BoxDecoder: Hashable, Sendable {
  /// The heads in the order of the outputs.
  public var heads: [Head]
  /// The width of the network's input in pixels.
  public var inputWidth: Int
  /// The height of the network's input in pixels.
  public var inputHeight: Int
  /// Objectness and then score must be greater than this.
  public var threshold: Float
  /// Of heads with a tree: the class of the tree for each class that is reported; nil for those of the
  /// tree themselves, of which darknet reports the last one that is likelier than not.
  public var classMap: [Int]?

  /// Creates a decoder.
  public init(heads: [Head], inputWidth: Int, inputHeight: Int, threshold: Float) {
    self.heads = heads
    self.inputWidth = inputWidth
    self.inputHeight = inputHeight
    self.threshold = threshold
  }

  /// Decodes raw heads.
  ///
  /// - Parameters:
  ///   - tensors: for each head what darknet hands to its head layer: [N, C, H, W], or [N, L] for
  ///     `[detection]`.
  ///   - index: which image of the batch.
  ///   - placement: where the image lies in the input.
  /// - Returns: boxes in pixels of the image, not clipped to it.
  /// - Throws: `BoxDecodingError` when the tensors do not fit the heads.
  public func detections(
    inHeads tensors: [[Float]], image index: Int = 0, placement: Placement
  ) throws(BoxDecodingError) -> [Detection] {
    guard tensors.count == heads.count else {
      throw .tensorCount(found: tensors.count, expected: heads.count)
    }
    var found = Candidates(placement: placement, threshold: threshold)
    for (head, tensor) in zip(heads, tensors) {
      let part = try part(of: tensor, head: head, image: index)
      tensor.withUnsafeBufferPointer { values in
        let values = UnsafeBufferPointer(rebasing: values[part])
        switch head.kind {
        case .yolo, .gaussianYolo, .region:
          AnchorGrid(
            head: head, inputWidth: inputWidth, inputHeight: inputHeight, classMap: classMap
          ).decode(values, into: &found)
        case .detection(let side, let boxes, let squareRoot, let softmax):
          CellGrid(
            side: side, boxes: boxes, classes: head.classes, squareRoot: squareRoot,
            softmax: softmax, inputWidth: Float(inputWidth), inputHeight: Float(inputHeight)
          ).decode(values, into: &found)
        }
      }
    }
    return found.detections
  }

  /// Picks detections from boxes that the network itself has decoded.
  ///
  /// - Parameters:
  ///   - outputs: of the network, those that the rows describe and perhaps others.
  ///   - rows: where the numbers of a box stand in them.
  ///   - index: which image of the batch.
  ///   - placement: where the image lies in the input.
  /// - Returns: boxes in pixels of the image, not clipped to it.
  /// - Throws: `BoxDecodingError` when the tensors do not fit the heads.
  public func detections(
    in outputs: [[Float]], rows: BoxRows, image index: Int = 0, placement: Placement
  ) throws(BoxDecodingError) -> [Detection] {
    let table = try BoxTable(
      outputs, rows, classes: heads.map(\.classes).max() ?? 0,
      rowCount: heads.reduce(0) { $0 &+ $1.boxCount })
    guard (0..<table.images).contains(index) else {
      throw .imageIndex(index, count: table.images)
    }
    var found = Candidates(placement: placement, threshold: threshold)
    for row in 0..<table.count(inImage: index) {
      let numbers = table.row(row, ofImage: index)
      let box = inputBox(numbers, rows)
      func add(_ classIndex: Int, _ score: Float) {
        found.add(
          classIndex: classIndex, score: score, centerX: box.x, centerY: box.y,
          width: box.width, height: box.height)
      }
      if let tree = heads.first?.tree {
        try addClass(of: tree, numbers, rows.scores, add)
        continue
      }
      switch rows.scores {
      case .each(let column):
        for classIndex in 0..<table.classes { add(classIndex, numbers[column, classIndex]) }
      case .product(let objectness, let column):
        let factor = numbers[objectness, 0]
        for classIndex in 0..<table.classes {
          add(classIndex, factor * numbers[column, classIndex])
        }
      case .best(let score, let column):
        // A class that is no class is no detection.
        guard let classIndex = Int(exactly: numbers[column, 0]),
          (0..<table.classes).contains(classIndex)
        else { continue }
        add(classIndex, numbers[score, 0])
      }
    }
    return found.detections
  }

  /// Adds what a row says of the classes of a tree, as `AnchorGrid` does.
  ///
  /// - Throws: `BoxDecodingError.bestOfTree` where the row has the best class alone: that is always one
  ///   without a parent.
  private func addClass(
    of tree: ClassTree, _ numbers: BoxTable.Row, _ scores: BoxRows.Scores,
    _ add: (Int, Float) -> Void
  ) throws(BoxDecodingError) {
    let (column, objectness): (BoxRows.Column, Float)
    let isProduct: Bool
    switch scores {
    case .product(let factor, let classes):
      (column, objectness, isProduct) = (classes, numbers[factor, 0], false)
    case .each(let classes):
      // The probabilities of the first group, whose classes have no parent, are 1 in all.
      let share = tree.groups[0].reduce(Float(0)) { $0 + numbers[classes, $1] }
      (column, objectness, isProduct) = (classes, share, true)
    case .best: throw .bestOfTree
    }
    guard objectness > threshold else { return }
    func probability(_ index: Int) -> Float {
      isProduct ? numbers[column, index] / objectness : numbers[column, index]
    }
    if let classMap {
      for (index, place) in classMap.enumerated() { add(index, objectness * probability(place)) }
    } else if let index = tree.parents.indices.last(where: { probability($0) > 0.5 }) {
      add(index, probability(index))
    }
  }

  /// The box of a row, whose x, y are its centre, in pixels of the input.
  private func inputBox(_ numbers: BoxTable.Row, _ rows: BoxRows) -> Box {
    let four = (0..<4).map { numbers[rows.boxes, $0] }
    var box =
      switch rows.coding {
      case .centers: Box(x: four[0], y: four[1], width: four[2], height: four[3])
      case .corners:
        Box(
          x: (four[0] + four[2]) / 2, y: (four[1] + four[3]) / 2, width: four[2] - four[0],
          height: four[3] - four[1])
      }
    if rows.unit == .input {
      box.x *= Float(inputWidth)
      box.y *= Float(inputHeight)
      box.width *= Float(inputWidth)
      box.height *= Float(inputHeight)
    }
    return box
  }

  /// The part of a head's tensor that belongs to one image.
  private func part(
    of tensor: [Float], head: Head, image index: Int
  ) throws(BoxDecodingError) -> Range<Int> {
    guard let size = head.valueCount, size > 0 else { throw .malformedHead(layer: head.layer) }
    guard tensor.count.isMultiple(of: size), !tensor.isEmpty else {
      throw .tensorSize(layer: head.layer, found: tensor.count, perPicture: size)
    }
    let images = tensor.count / size
    guard (0..<images).contains(index) else { throw .imageIndex(index, count: images) }
    return index * size..<(index + 1) * size
  }
}
