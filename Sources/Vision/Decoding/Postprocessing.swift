import Graph

/// Everything between a detector's outputs and the detections a user sees: decoding, suppression,
/// clipping to the image.
public struct Postprocessing: Hashable, Sendable {
  /// Outputs to detections.
  public var decoder: BoxDecoder
  /// Many detections to few.
  public var suppression: NonMaximumSuppression

  /// Creates a way from outputs to detections.
  public init(decoder: BoxDecoder, suppression: NonMaximumSuppression) {
    self.decoder = decoder
    self.suppression = suppression
  }

  /// The detections in one image, best first, clipped to the image, those beside it left out.
  ///
  /// - Parameters:
  ///   - outputs: the network's outputs: one tensor for each head, or boxes [N, B, 4] and scores
  ///     [N, B, classes].
  ///   - form: which of the two; of `nms`, the indices are not read and suppression is done here.
  ///   - index: which image of the batch.
  ///   - placement: where the image lies in the input.
  /// - Throws: `BoxDecodingError` when the tensors do not fit the heads.
  public func detections(
    in outputs: [[Float]], form: OutputForm, image index: Int = 0, placement: Placement
  ) throws(BoxDecodingError) -> [Detection] {
    let decoded: [Detection]
    switch form {
    case .raw:
      decoded = try decoder.detections(inHeads: outputs, image: index, placement: placement)
    case .decoded, .nms:
      guard outputs.count >= 2 else { throw .tensorCount(found: outputs.count, expected: 2) }
      decoded = try decoder.detections(
        inBoxes: outputs[0], scores: outputs[1], image: index, placement: placement)
    }
    return suppression.apply(to: decoded, placement: placement).compactMap { detection in
      var detection = detection
      detection.box = detection.box.clipped(
        toWidth: placement.imageWidth, height: placement.imageHeight)
      return detection.box.width > 0 && detection.box.height > 0 ? detection : nil
    }
  }
}
