/// How a detector's detections were made; metrics of different protocols do not compare.
public struct EvaluationProtocol: Hashable, Sendable, Codable {
  /// How images are fitted into the network's input.
  public enum Resize: String, Hashable, Sendable, Codable, CaseIterable {
    /// Aspect kept, the rest filled.
    case letterbox
    /// Aspect not kept.
    case stretch
    /// Aspect kept, the middle taken, as classifiers are used.
    case crop
  }

  /// The names of JSON stay as they were when images were called pictures.
  private enum CodingKeys: String, CodingKey {
    case resize, fill, score, overlap
    case detectionsPerImage = "detectionsPerPicture"
  }

  /// How images are fitted into the network's input.
  public var resize: Resize
  /// The byte that a letterbox is filled with.
  public var fill: UInt8
  /// The score that detections exceed.
  public var score: Double
  /// The overlap above which the weaker of two boxes of a class goes.
  public var overlap: Double
  /// The most detections that are kept in an image, all classes together.
  public var detectionsPerImage: Int

  /// Creates a protocol; the defaults are those of the published metrics.
  public init(
    resize: Resize = .letterbox, fill: UInt8 = 114, score: Double = 0.001, overlap: Double = 0.45,
    detectionsPerImage: Int = 100
  ) {
    self.resize = resize
    self.fill = fill
    self.score = score
    self.overlap = overlap
    self.detectionsPerImage = detectionsPerImage
  }
}

extension EvaluationProtocol: CustomStringConvertible {
  /// In one line.
  public var description: String {
    "\(fitting), score \(score), NMS \(overlap), \(detectionsPerImage) per image"
  }

  /// How images are fitted, in words.
  public var fitting: String {
    switch resize {
    case .letterbox: "letterbox \(fill)"
    case .stretch: "stretch"
    case .crop: "center crop"
    }
  }
}
