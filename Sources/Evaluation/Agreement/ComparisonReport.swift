/// How far two models agree on the same images; the JSON form is stable, a new key may be added.
///
/// Model A is the reference: what B differs from it by is noise.
public struct ComparisonReport: Codable, Hashable, Sendable {
  /// The version of the form.
  public var schemaVersion = 1
  /// The two models, A first.
  public var models: [ModelRecord]
  /// How detections were made of both.
  public var `protocol`: EvaluationProtocol
  /// The images, the worst first.
  public var images: [Image]
  /// The heads, in the order of the outputs; empty where the models have not the same.
  public var heads: [Head]
  /// The darknet layers that both models have, the worst first.
  public var layers: [Layer]
  /// How many of the images layers were compared on.
  public var layerImages: Int
  /// The detections of all images; of nothing where the models are no detectors.
  public var detections: DetectionAgreement
  /// The classes that both rank first; nil where the models are no classifiers.
  public var classification: ClassificationAgreement?
  /// Of all heads together, in dB, where there is a baseline; nil where nothing differs or heads were
  /// not compared.
  public var headsSQNR: Double?
  /// A third model on the same images, by which to judge what B gains; nil where there is none.
  public var baseline: Baseline?
  /// Whether the models agree as far as asked for.
  public var verdict: Verdict
  /// What may explain differences, in sentences, the likeliest first.
  public var findings: [String]

  /// Creates a report.
  public init(
    models: [ModelRecord], protocol: EvaluationProtocol, images: [Image], heads: [Head],
    layers: [Layer], layerImages: Int, detections: DetectionAgreement,
    classification: ClassificationAgreement? = nil, verdict: Verdict, findings: [String]
  ) {
    self.models = models
    self.protocol = `protocol`
    self.images = images
    self.heads = heads
    self.layers = layers
    self.layerImages = layerImages
    self.detections = detections
    self.classification = classification
    self.verdict = verdict
    self.findings = findings
  }
}

extension ComparisonReport {
  /// An image.
  public struct Image: Codable, Hashable, Sendable {
    /// The file as it was found.
    public var path: String
    /// The detections in it.
    public var detections: DetectionAgreement
    /// Of all heads together, in dB; nil where nothing differs or heads were not compared.
    public var sqnr: Double?

    /// Creates an image.
    public init(path: String, detections: DetectionAgreement, sqnr: Double?) {
      self.path = path
      self.detections = detections
      self.sqnr = sqnr
    }
  }

  /// An output that both models have.
  public struct Head: Codable, Hashable, Sendable {
    /// The name of A's output.
    public var name: String
    /// 10 · log10 of A's summed squares over those of the difference; nil where nothing differs.
    public var sqnr: Double?
    /// The cosine of the angle between A's and B's numbers, -1 to 1; nil where one is all zero.
    public var cosine: Double?
    /// The largest difference.
    public var maxError: Double

    /// Creates a head.
    public init(name: String, sqnr: Double?, cosine: Double?, maxError: Double) {
      self.name = name
      self.sqnr = sqnr
      self.cosine = cosine
      self.maxError = maxError
    }
  }

  /// The output of a darknet layer.
  public struct Layer: Codable, Hashable, Sendable {
    /// The darknet layer.
    public var index: Int
    /// The name of A's tensor.
    public var name: String
    /// As of a head.
    public var sqnr: Double?
    /// As of a head.
    public var cosine: Double?
    /// The largest difference.
    public var maxError: Double

    /// Creates a layer.
    public init(index: Int, name: String, sqnr: Double?, cosine: Double?, maxError: Double) {
      self.index = index
      self.name = name
      self.sqnr = sqnr
      self.cosine = cosine
      self.maxError = maxError
    }
  }

  /// What was found of a third model: as B, with A taken for right.
  public struct Baseline: Codable, Hashable, Sendable {
    /// The model.
    public var model: ModelRecord
    /// The heads, in the order of the outputs; empty where A has not the same.
    public var heads: [Head]
    /// Of all heads together, in dB; nil where nothing differs or heads were not compared.
    public var headsSQNR: Double?
    /// The detections of all images; of nothing where the models are no detectors.
    public var detections: DetectionAgreement
    /// The classes that A and it rank first; nil where they are no classifiers.
    public var classification: ClassificationAgreement?

    /// Creates a baseline.
    public init(
      model: ModelRecord, heads: [Head], headsSQNR: Double?, detections: DetectionAgreement,
      classification: ClassificationAgreement?
    ) {
      self.model = model
      self.heads = heads
      self.headsSQNR = headsSQNR
      self.detections = detections
      self.classification = classification
    }
  }

  /// Whether what was asked for holds.
  public struct Verdict: Codable, Hashable, Sendable {
    /// One metric with its limit.
    public struct Check: Codable, Hashable, Sendable {
      /// `sqnr` (of all heads or outputs together, dB), `f1`, `cosine`, `top1` or `top5`.
      public var name: String
      /// What was found; nil for a ratio of signal to noise where nothing differs, and where nothing
      /// was measured.
      public var found: Double?
      /// The least that passes.
      public var minimum: Double
      /// Whether it passes.
      public var passed: Bool
      /// Why nothing was measured; nil where something was.
      public var reason: String?

      /// A check of what was measured.
      public init(name: String, found: Double?, minimum: Double, passed: Bool) {
        self.name = name
        self.found = found
        self.minimum = minimum
        self.passed = passed
      }

      /// A check for which there is no evidence, which does not pass.
      public init(name: String, minimum: Double, unmeasured reason: String) {
        self.init(name: name, found: nil, minimum: minimum, passed: false)
        self.reason = reason
      }
    }

    /// Whether there are checks, and every one passes.
    public var passed: Bool
    /// The checks.
    public var checks: [Check]

    /// Creates a verdict.
    public init(_ checks: [Check]) {
      passed = !checks.isEmpty && checks.allSatisfy(\.passed)
      self.checks = checks
    }
  }
}
