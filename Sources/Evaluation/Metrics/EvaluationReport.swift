/// What `evaluate` found; the JSON form is stable, a new key may be added.
public struct EvaluationReport: Hashable, Sendable {
  /// What was evaluated on what; nil when it was not told.
  public var subject: EvaluationSubject?
  /// How many images were evaluated.
  public var images: Int
  /// The twelve metrics.
  public var metrics: DetectionMetrics
  /// The metrics of each category, by ascending number.
  public var perClass: [CategoryMetrics]
  /// The mean curves over the categories.
  public var precisionRecall: PrecisionRecall
  /// What was taken for what.
  public var confusion: Confusion
  /// How far the metrics would vary with other images; nil when it was not asked for.
  public var interval: BootstrapInterval?
  /// How the detections were made; nil when they came from a file.
  public var detectionProtocol: EvaluationProtocol?
  /// What darknet's own `detector map` has for them; nil where it was not asked for.
  public var darknet: DarknetMetrics?

  /// Computes the metrics.
  public init(_ shard: EvaluationShard, bootstrap: Bootstrap? = Bootstrap()) {
    let evaluation = DetectionEvaluation(shard)
    subject = shard.subject
    images = shard.images.count
    metrics = evaluation.metrics
    perClass = evaluation.categories
    precisionRecall = evaluation.precisionRecall
    confusion = evaluation.confusion
    interval = bootstrap.map(evaluation.interval)
    detectionProtocol = shard.detectionProtocol
  }
}

extension EvaluationReport: Codable {
  /// The version of the form.
  static let schemaVersion = 1

  private enum Keys: String, CodingKey {
    case schemaVersion, subject, images, metrics, perClass, precisionRecall, confusion, interval
    case detectionProtocol = "protocol"
    case darknet
  }

  /// Reads a report.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let version = try container.decode(Int.self, forKey: .schemaVersion)
    guard version == EvaluationReport.schemaVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .schemaVersion, in: container,
        debugDescription: "is \(version), but \(EvaluationReport.schemaVersion) is read")
    }
    subject = try container.decodeIfPresent(EvaluationSubject.self, forKey: .subject)
    images = try container.decode(Int.self, forKey: .images)
    metrics = try container.decode(DetectionMetrics.self, forKey: .metrics)
    perClass = try container.decode([CategoryMetrics].self, forKey: .perClass)
    precisionRecall = try container.decode(PrecisionRecall.self, forKey: .precisionRecall)
    confusion = try container.decode(Confusion.self, forKey: .confusion)
    interval = try container.decodeIfPresent(BootstrapInterval.self, forKey: .interval)
    detectionProtocol = try container.decodeIfPresent(
      EvaluationProtocol.self, forKey: .detectionProtocol)
    darknet = try container.decodeIfPresent(DarknetMetrics.self, forKey: .darknet)
  }

  /// Writes the report; what there is not is null, so that every key is there.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(EvaluationReport.schemaVersion, forKey: .schemaVersion)
    try container.encode(subject, forKey: .subject)
    try container.encode(images, forKey: .images)
    try container.encode(metrics, forKey: .metrics)
    try container.encode(perClass, forKey: .perClass)
    try container.encode(precisionRecall, forKey: .precisionRecall)
    try container.encode(confusion, forKey: .confusion)
    try container.encode(interval, forKey: .interval)
    try container.encode(detectionProtocol, forKey: .detectionProtocol)
    // What merged parts give is the same as of one run, byte by byte; so it is there where asked for.
    try container.encodeIfPresent(darknet, forKey: .darknet)
  }
}
