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
  ///   - outputs: the network's outputs.
  ///   - form: what they are; of `nms`, the indices are not read and suppression is done here.
  ///   - index: which image of the batch.
  ///   - placement: where the image lies in the input.
  /// - Throws: `BoxDecodingError` when the tensors do not fit the heads.
  public func detections(
    in outputs: [[Float]], form: OutputForm, image index: Int = 0, placement: Placement
  ) throws(BoxDecodingError) -> [Detection] {
    let decoded: [Detection]
    if let rows = form.layout.rows {
      decoded = try decoder.detections(
        in: outputs, rows: rows, image: index, placement: placement)
    } else {
      decoded = try decoder.detections(inHeads: outputs, image: index, placement: placement)
    }
    return suppression.apply(to: decoded, placement: placement).compactMap { detection in
      var detection = detection
      detection.box = detection.box.clipped(
        toWidth: placement.imageWidth, height: placement.imageHeight)
      return detection.box.width > 0 && detection.box.height > 0 ? detection : nil
    }
  }
}
