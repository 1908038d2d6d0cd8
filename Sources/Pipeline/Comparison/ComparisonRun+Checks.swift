import Evaluation
import Quantization

extension ComparisonRun {
  /// Detectors are judged by their boxes, and by their heads where that is asked for.
  func checks(
    ofDetectors detections: DetectionAgreement, _ tensors: TensorComparison?, _ standard: Standard
  ) -> [ComparisonReport.Verdict.Check] {
    let minimum = minimums.f1 ?? standard.f1
    let f1: ComparisonReport.Verdict.Check =
      if let found = detections.f1 {
        .init(name: "f1", found: found, minimum: minimum, passed: found >= minimum)
      } else {
        .init(
          name: "f1", minimum: minimum,
          unmeasured: "neither model finds anything in these images with a score above "
            + "\(detectionProtocol.score); lower the threshold, or give images with objects")
      }
    return (minimums.sqnr.map { [signal(of: tensors, minimum: $0)] } ?? []) + [f1]
  }

  /// Classifiers and other networks are judged by their outputs.
  func checks(
    ofOutputs tensors: TensorComparison?, _ standard: Standard
  ) -> [ComparisonReport.Verdict.Check] {
    var checks = [signal(of: tensors, minimum: minimums.sqnr ?? standard.sqnr)]
    if let cosine = tensors?.all?.cosine {
      checks.append(
        .init(
          name: "cosine", found: cosine, minimum: standard.cosine,
          passed: cosine >= standard.cosine))
    }
    if let classes = tensors?.classification {
      let minimum = minimums.top1 ?? standard.top1
      checks.append(
        .init(
          name: "top1", found: classes.top1, minimum: minimum, passed: classes.top1 >= minimum))
      checks.append(
        .init(
          name: "top5", found: classes.top5, minimum: standard.top5,
          passed: classes.top5 >= standard.top5))
    } else if let minimum = minimums.top1 {
      checks.append(
        .init(
          name: "top1", minimum: minimum,
          unmeasured: "the models have no single output of scores, [N, C], to rank"))
    }
    return checks
  }

  func signal(
    of tensors: TensorComparison?, minimum: Double
  ) -> ComparisonReport.Verdict.Check {
    guard let tensors else {
      return .init(
        name: "sqnr", minimum: minimum,
        unmeasured: "the models take inputs of different sizes, so their outputs do not compare")
    }
    guard let all = tensors.all else {
      return .init(
        name: "sqnr", minimum: minimum,
        unmeasured: "the outputs of the models differ in number or shape, so they do not compare")
    }
    guard all.signal > 0 else {
      return .init(
        name: "sqnr", minimum: minimum,
        unmeasured: "all outputs of A are zero for these images; check its weights and inputs")
    }
    let found = all.decibels
    return .init(
      name: "sqnr", found: found, minimum: minimum, passed: found.map { $0 >= minimum } ?? true)
  }
}
