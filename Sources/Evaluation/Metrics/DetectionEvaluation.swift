/// The metrics of a set of images whose detections have been matched.
public struct DetectionEvaluation: Sendable {
  /// The means over the categories.
  public let metrics: DetectionMetrics
  /// By ascending number of the category.
  public let categories: [CategoryMetrics]
  /// The mean curves over the categories.
  public let precisionRecall: PrecisionRecall
  /// What was taken for what.
  public let confusion: Confusion

  private let ranked: [[RankedCategory]]
  private let curves: [[Double]?]
  private let images: Int

  /// Computes the metrics.
  ///
  /// - Parameter shard: everything, or all parts merged; of a part, the metrics are those of its
  ///   images alone.
  public init(_ shard: EvaluationShard) {
    let ranked = RankedCategory.all(in: shard.images, categories: shard.categories.count)
    let recalls = FewDetections.found(in: shard.images, categories: shard.categories.count)
    let weights = Array(repeating: 1, count: shard.images.count)
    var scratch = Curves()
    var curves: [[Double]?] = []
    var categories: [CategoryMetrics] = []
    for (position, category) in shard.categories.enumerated() {
      var metrics = DetectionMetrics.none
      var objects = 0
      var curve: [Double]?
      for range in AreaRange.allCases {
        guard scratch.compute(ranked[position][range.rawValue], weights: weights) else { continue }
        let recall = scratch.recall.reduce(0, +) / Double(scratch.recall.count)
        switch range {
        case .all:
          (objects, curve) = (scratch.objects, scratch.precision)
          metrics.ap = scratch.mean
          metrics.ap50 = scratch.mean(at: Thresholds.half)
          metrics.ap75 = scratch.mean(at: Thresholds.threeQuarters)
          let chances = Double(objects * Thresholds.overlap.count)
          metrics.ar1 = Double(recalls[position].one) / chances
          metrics.ar10 = Double(recalls[position].ten) / chances
          metrics.ar100 = recall
        case .small: (metrics.apSmall, metrics.arSmall) = (scratch.mean, recall)
        case .medium: (metrics.apMedium, metrics.arMedium) = (scratch.mean, recall)
        case .large: (metrics.apLarge, metrics.arLarge) = (scratch.mean, recall)
        }
      }
      curves.append(curve)
      categories.append(
        CategoryMetrics(
          category: category.id, name: category.name, objects: objects, metrics: metrics))
    }
    self.ranked = ranked
    self.curves = curves
    self.categories = categories
    images = shard.images.count
    metrics = DetectionMetrics.mean(categories.map(\.metrics))
    precisionRecall = PrecisionRecall(meanOf: curves.compactMap(\.self))
    confusion = Confusion(
      shard.images, categories: shard.categories, score: shard.confusionScore)
  }

  /// The curves of one category, by its position in `categories`; nil when there is none.
  public func precisionRecall(ofCategoryAt position: Int) -> PrecisionRecall? {
    curves.indices.contains(position) ? PrecisionRecall(curves[position]) : nil
  }

  /// How far the metrics would vary with other images of the same kind.
  public func interval(_ bootstrap: Bootstrap) -> BootstrapInterval {
    bootstrap.interval(
      of: ranked.map { $0[AreaRange.all.rawValue] }, images: images, around: metrics)
  }

  /// How much lower the AP of other detections in the same images is, and how far that would vary with
  /// other images: both are drawn anew together, so that what they share drops out.
  ///
  /// - Returns: this AP less the other's, 0 to 1 or below 0, and the bounds of its basic interval;
  ///   nil where there are no objects.
  /// - Precondition: both are of the same images, in the same order.
  public func loss(
    of other: DetectionEvaluation, _ bootstrap: Bootstrap
  ) -> (ap: Double, lower: Double, upper: Double)? {
    precondition(images == other.images, "detections of the same images are compared")
    guard metrics.ap >= 0, other.metrics.ap >= 0 else { return nil }
    let loss = metrics.ap - other.metrics.ap
    func samples(_ evaluation: DetectionEvaluation) -> [Double?] {
      bootstrap.samples(
        of: evaluation.ranked.map { $0[AreaRange.all.rawValue] }, images: images
      ).map { $0?.ap }
    }
    let losses = zip(samples(self), samples(other)).compactMap { a, b in
      a.flatMap { a in b.map { a - $0 } }
    }
    return losses.basicInterval(around: loss, level: bootstrap.level).map {
      (loss, $0.lower, $0.upper)
    }
  }
}
