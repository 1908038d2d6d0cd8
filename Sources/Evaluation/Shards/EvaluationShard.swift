/// The matched detections of all pictures or of a part of them, from which the figures come.
///
/// Merging the parts gives what one run over everything would have given, to the last bit.
public struct EvaluationShard: Hashable, Sendable {
  /// The score from which users are shown a detection, as `detect` has it.
  public static let standardConfusionScore = 0.25

  /// What was evaluated on what; parts of other subjects do not merge. Nil when it was not told.
  public let subject: EvaluationSubject?
  /// How the detections were made; nil when they came from a file.
  public let detectionProtocol: EvaluationProtocol?
  /// The score from which detections take part in the confusions.
  public let confusionScore: Double
  /// By ascending number.
  public let categories: [GroundTruth.Category]
  /// How many parts the whole has.
  public let partCount: Int
  /// Which of them are here, ascending, counted from 1.
  public let parts: [Int]
  /// By ascending number of the picture.
  public let pictures: [PictureMatches]

  /// Whether every part is here.
  public var isComplete: Bool { parts.count == partCount }

  /// The parts that are not here, ascending, at most the first ten.
  public var missingParts: [Int] {
    let present = Set(parts)
    return Array((1...partCount).lazy.filter { !present.contains($0) }.prefix(10))
  }

  /// Takes the matched detections of pictures.
  ///
  /// - Parameters:
  ///   - truth: the ground truth of the part.
  ///   - pictures: what `Matcher.matches` gave for each of its pictures, in any order.
  ///   - confusionScore: that of the matcher.
  public init(
    truth: GroundTruth, pictures: [PictureMatches], subject: EvaluationSubject? = nil,
    detectionProtocol: EvaluationProtocol? = nil, part: EvaluationPart = .whole,
    confusionScore: Double = standardConfusionScore
  ) {
    self.init(
      subject: subject, detectionProtocol: detectionProtocol, confusionScore: confusionScore,
      categories: truth.categories.sorted { $0.id < $1.id }, partCount: part.count,
      parts: [part.number], pictures: pictures.sorted { $0.imageID < $1.imageID })
  }

  /// Matches results; those of other pictures and categories are left out.
  public init(
    truth: GroundTruth, results: ResultSet, subject: EvaluationSubject? = nil,
    detectionProtocol: EvaluationProtocol? = nil, part: EvaluationPart = .whole,
    confusionScore: Double = standardConfusionScore
  ) {
    let matcher = Matcher(truth, confusionScore: confusionScore)
    let boxes = Dictionary(grouping: results.boxes, by: \.imageID)
    self.init(
      truth: truth,
      pictures: truth.images.map { matcher.matches(inImage: $0.id, boxes[$0.id] ?? []) },
      subject: subject, detectionProtocol: detectionProtocol, part: part,
      confusionScore: confusionScore)
  }

  init(
    subject: EvaluationSubject?, detectionProtocol: EvaluationProtocol?, confusionScore: Double,
    categories: [GroundTruth.Category], partCount: Int, parts: [Int], pictures: [PictureMatches]
  ) {
    self.subject = subject
    self.detectionProtocol = detectionProtocol
    self.confusionScore = confusionScore
    self.categories = categories
    self.partCount = partCount
    self.parts = parts
    self.pictures = pictures
  }
}
