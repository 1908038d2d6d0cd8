/// How a detector's detections were made; figures of different protocols do not compare.
public struct EvaluationProtocol: Hashable, Sendable, Codable {
  /// How pictures are fitted into the network's input.
  public enum Resize: String, Hashable, Sendable, Codable, CaseIterable {
    /// Aspect kept, the rest filled.
    case letterbox
    /// Aspect not kept.
    case stretch
  }

  /// How pictures are fitted into the network's input.
  public var resize: Resize
  /// The byte that a letterbox is filled with.
  public var fill: UInt8
  /// The score that detections exceed.
  public var score: Double
  /// The overlap above which the weaker of two boxes of a class goes.
  public var overlap: Double
  /// The most detections that are kept in a picture, all classes together.
  public var detectionsPerPicture: Int

  /// Creates a protocol; the defaults are those of the published figures.
  public init(
    resize: Resize = .letterbox, fill: UInt8 = 114, score: Double = 0.001, overlap: Double = 0.45,
    detectionsPerPicture: Int = 100
  ) {
    self.resize = resize
    self.fill = fill
    self.score = score
    self.overlap = overlap
    self.detectionsPerPicture = detectionsPerPicture
  }
}

extension EvaluationProtocol: CustomStringConvertible {
  /// In one line.
  public var description: String {
    let resize = resize == .letterbox ? "letterbox \(fill)" : "stretch"
    return "\(resize), score \(score), NMS \(overlap), \(detectionsPerPicture) per picture"
  }
}
