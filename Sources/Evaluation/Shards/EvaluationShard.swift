/// The matched detections of all images or of a part of them, from which the metrics come.
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
  /// By ascending number of the image.
  public let images: [ImageMatches]

  /// Whether every part is here.
  public var isComplete: Bool { parts.count == partCount }

  /// The parts that are not here, ascending, at most the first ten.
  public var missingParts: [Int] {
    let present = Set(parts)
    return Array((1...partCount).lazy.filter { !present.contains($0) }.prefix(10))
  }

  /// Takes the matched detections of images.
  ///
  /// - Parameters:
  ///   - truth: the ground truth of the part.
  ///   - images: what `Matcher.matches` gave for each of its images, in any order.
  ///   - confusionScore: that of the matcher.
  public init(
    truth: GroundTruth, images: [ImageMatches], subject: EvaluationSubject? = nil,
    detectionProtocol: EvaluationProtocol? = nil, part: EvaluationPart = .whole,
    confusionScore: Double = standardConfusionScore
  ) {
    self.init(
      subject: subject, detectionProtocol: detectionProtocol, confusionScore: confusionScore,
      categories: truth.categories.sorted { $0.id < $1.id }, partCount: part.count,
      parts: [part.number], images: images.sorted { $0.imageID < $1.imageID })
  }

  /// Matches results; those of other images and categories are left out.
  public init(
    truth: GroundTruth, results: ResultSet, subject: EvaluationSubject? = nil,
    detectionProtocol: EvaluationProtocol? = nil, part: EvaluationPart = .whole,
    confusionScore: Double = standardConfusionScore
  ) {
    let matcher = Matcher(truth, confusionScore: confusionScore)
    let boxes = Dictionary(grouping: results.boxes, by: \.imageID)
    self.init(
      truth: truth,
      images: truth.images.map { matcher.matches(inImage: $0.id, boxes[$0.id] ?? []) },
      subject: subject, detectionProtocol: detectionProtocol, part: part,
      confusionScore: confusionScore)
  }

  init(
    subject: EvaluationSubject?, detectionProtocol: EvaluationProtocol?, confusionScore: Double,
    categories: [GroundTruth.Category], partCount: Int, parts: [Int], images: [ImageMatches]
  ) {
    self.subject = subject
    self.detectionProtocol = detectionProtocol
    self.confusionScore = confusionScore
    self.categories = categories
    self.partCount = partCount
    self.parts = parts
    self.images = images
  }
}

extension EvaluationShard {
  /// Puts parts together, in any order; they need not be all.
  ///
  /// - Throws: `ShardError` when there are none, or when they are of different subjects,
  ///   protocols, categories or divisions, or hold the same part or image.
  public init(merging shards: [EvaluationShard]) throws(ShardError) {
    guard let first = shards.first else { throw .nothing }
    var parts: Set<Int> = []
    var images: [ImageMatches] = []
    var ids: Set<Int> = []
    for (index, shard) in shards.enumerated() {
      try shard.checkLikeness(to: first, index: index)
      for part in shard.parts where !parts.insert(part).inserted {
        throw .repeatedPart(index: index, part: part)
      }
      let repeated = shard.images.map(\.imageID).filter { !ids.insert($0).inserted }
      guard repeated.isEmpty else {
        throw .repeatedImages(index: index, Array(repeated.prefix(10)), count: repeated.count)
      }
      images += shard.images
    }
    self.init(
      subject: first.subject, detectionProtocol: first.detectionProtocol,
      confusionScore: first.confusionScore, categories: first.categories,
      partCount: first.partCount, parts: parts.sorted(),
      images: images.sorted { $0.imageID < $1.imageID })
  }

  private func checkLikeness(to other: EvaluationShard, index: Int) throws(ShardError) {
    // Values are compared, and their texts are for people.
    func check<Value: Equatable>(
      _ what: String, _ value: (EvaluationShard) -> Value?, none: String = "none"
    ) throws(ShardError) {
      guard value(self) != value(other) else { return }
      func text(_ shard: EvaluationShard) -> String { value(shard).map { "\($0)" } ?? none }
      throw .differs(index: index, what: what, found: text(self), expected: text(other))
    }
    // Which files, by what is in them: parts may be made in different folders.
    try check("model", { $0.subject?.model?.file.digest })
    try check("results", { $0.subject?.results?.digest })
    try check("annotations", { $0.subject?.annotations.digest })
    try check("runtime", { $0.subject?.runtime })
    try check("protocol", \.detectionProtocol, none: "that of a results file")
    try check("confusion score", { $0.confusionScore })
    try check("number of parts", { $0.partCount })
    if categories != other.categories {
      throw .differs(
        index: index, what: "list of categories", found: "\(categories.count) categories",
        expected: "the same \(other.categories.count)")
    }
  }
}
