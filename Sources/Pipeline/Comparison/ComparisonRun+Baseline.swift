import Evaluation
import Text
import Vision

extension ComparisonRun {
  /// What a third model has of A, on the same images as B.
  ///
  /// - Parameters:
  ///   - paths: the images.
  ///   - reference: what A finds in each of them.
  /// - Returns: what was found, and what was assumed.
  /// - Throws: a `Failure`.
  func column(
    of baseline: Model, _ paths: [String], _ reference: [[Detection]],
    _ options: Detector.Options, _ progress: Progress?
  ) throws -> (ComparisonReport.Baseline, [Lines]) {
    let models = try ComparedModels(a, baseline)
    var agreement = DetectionAgreement()
    if models.areDetectors {
      let found = try detections(
        of: models.b, called: "the baseline", paths, options, progress)
      for (expected, found) in zip(reference, found) {
        agreement = agreement + DetectionAgreement(reference: expected, found: found)
      }
    }
    let tensors = try tensors(of: models, paths, options, includingLayers: false, progress)
    return (
      ComparisonReport.Baseline(
        model: try baseline.record(), heads: tensors?.heads ?? [],
        headsSQNR: tensors?.all?.decibels, detections: agreement,
        classification: tensors?.classification), models.notes
    )
  }
}
