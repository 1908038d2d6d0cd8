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
          AnchorGrid(head: head, inputWidth: inputWidth, inputHeight: inputHeight)
            .decode(values, into: &found)
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
  ///   - boxes: [N, B, 4], centre x, centre y, width, height as parts of the input.
  ///   - scores: [N, B, classes], objectness multiplied in.
  ///   - index: which image of the batch.
  ///   - placement: where the image lies in the input.
  /// - Returns: boxes in pixels of the image, not clipped to it.
  /// - Throws: `BoxDecodingError` when the tensors do not fit the heads.
  public func detections(
    inBoxes boxes: [Float], scores: [Float], image index: Int = 0, placement: Placement
  ) throws(BoxDecodingError) -> [Detection] {
    let classes = heads.map(\.classes).max() ?? 0
    let boxCount = heads.reduce(0) { $0 &+ $1.boxCount }
    guard boxCount > 0, classes > 0, boxes.count.isMultiple(of: boxCount * 4),
      scores.count / classes == boxes.count / 4, scores.count.isMultiple(of: classes)
    else {
      throw .decodedSize(
        boxes: boxes.count, scores: scores.count, boxesPerImage: boxCount, classes: classes)
    }
    let images = boxes.count / (boxCount * 4)
    guard (0..<images).contains(index) else { throw .imageIndex(index, count: images) }
    var found = Candidates(placement: placement, threshold: threshold)
    let (width, height) = (Float(inputWidth), Float(inputHeight))
    for box in index * boxCount..<(index + 1) * boxCount {
      for classIndex in 0..<classes {
        found.add(
          classIndex: classIndex, score: scores[box * classes + classIndex],
          centerX: boxes[box * 4] * width, centerY: boxes[box * 4 + 1] * height,
          width: boxes[box * 4 + 2] * width, height: boxes[box * 4 + 3] * height)
      }
    }
    return found.detections
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
