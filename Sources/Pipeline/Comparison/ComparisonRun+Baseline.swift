import Evaluation
import Text
import Vision

extension ComparisonRun {
  /// What a third model has of A, on the same images as B.
  ///
  /// - Parameter paths: the images.
  /// - Returns: what was found, and what was assumed.
  /// - Throws: a `Failure`.
  func column(
    of baseline: Model, _ paths: [String], _ options: Detector.Options, _ progress: Progress?
  ) throws -> (ComparisonReport.Baseline, [Lines]) {
    let models = try ComparedModels(a, baseline)
    let pair = try TensorPair.ofSameInput(models, includingLayers: false)
    let found = try compared(models, paths, pair, paths.indices, progress)
    let tensors = pair.map { TensorComparison($0, found.map(\.tensors)) }
    return (
      ComparisonReport.Baseline(
        model: try baseline.record(), heads: tensors?.heads ?? [],
        headsSQNR: tensors?.all?.decibels,
        detections: found.map(\.agreement).reduce(DetectionAgreement(), +),
        classification: tensors?.classification), models.notes
    )
  }
}
