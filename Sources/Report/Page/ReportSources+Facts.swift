import Evaluation
import Graph

extension ReportSources {
  /// Every record of the float and of the INT8 model, with the file it is in.
  var models: [ModelRecord] {
    ([evaluations.float, evaluations.int8].compactMap { $0?.subject?.model }
      + [accuracies.float, accuracies.int8].compactMap { $0?.subject.model }
      + (comparison?.models ?? [])
      + detections.filter { $0.side != .baseline }.compactMap(\.value.model)
      + profiles.filter { $0.side != .baseline }.map(\.value.model))
  }

  /// Every record of the baseline.
  var baselines: [ModelRecord] {
    [
      comparison?.baseline?.model, evaluations.baseline?.subject?.model,
      accuracies.baseline?.subject.model,
    ].compactMap(\.self)
      + detections.filter { $0.side == .baseline }.compactMap(\.value.model)
      + profiles.filter { $0.side == .baseline }.map(\.value.model)
  }

  /// Whether anything is known of a baseline.
  var hasBaseline: Bool {
    comparison?.baseline != nil || evaluations.baseline != nil || accuracies.baseline != nil
      || (detections.map(\.side) + profiles.map(\.side)).contains(.baseline)
  }

  /// The first record of the float or of the INT8 model.
  func model(_ precision: Precision) -> ModelRecord? {
    models.first { ($0.precision == .int8) == (precision == .int8) }
  }

  /// The sizes of the models.
  var bytes: PerModel<Int> {
    PerModel(
      float: model(.float32)?.bytes ?? conversion?.model.file.size,
      baseline: baselines.first?.bytes,
      int8: model(.int8)?.bytes ?? quantization?.model?.file.size)
  }

  /// The name of the INT8 model, else of the float one.
  var name: String? {
    let paths = [
      model(.int8)?.file.path, quantization?.model?.file.path, model(.float32)?.file.path,
      conversion?.model.file.path,
    ]
    return paths.compactMap(\.self).first { !$0.isEmpty }.map(FileName.stem)
  }

  /// The ratio of signal to noise of all heads together; nil where it is not told.
  var headsSQNR: Double? {
    let check = comparison?.verdict.checks.first { $0.name == "sqnr" }
    return check?.found ?? comparison?.headsSQNR ?? quantization?.quantization?.headsSQNR
  }

  /// Times of a run of the models on as many threads.
  var milliseconds: PerModel<Double> {
    PerModel(
      float: profiles.first { $0.side == .float }?.value.milliseconds,
      baseline: profiles.first { $0.side == .baseline }?.value.milliseconds,
      int8: profiles.first { $0.side == .int8 }?.value.milliseconds)
  }

  /// What does not fit together, in sentences.
  var doubts: [String] {
    var doubts: [String] = []
    let quantized = Set(
      models.filter { $0.precision == .int8 }.map { "\($0.file.digest)" }
        + [quantization?.model.map { "\($0.file.digest)" }].compactMap(\.self))
    if quantized.count > 1 {
      doubts.append(
        "The files describe \(quantized.count) different INT8 models (by their SHA-256); figures "
          + "below are not all of the same one.")
    }
    let others = Set(baselines.map(\.file.digest))
    if others.count > 1 {
      doubts.append("The files describe \(others.count) different baselines (by their SHA-256).")
    }
    if Set((models + baselines).compactMap { $0.sources["weights"] }).count > 1 {
      doubts.append("The files describe models made from different weights.")
    }
    let reports = evaluations.known.map(\.value)
    let all = reports.count > 2 ? "The" : "Both"
    if reports.contains(where: { $0.detectionProtocol != reports[0].detectionProtocol }) {
      doubts.append("\(all) models were evaluated by different protocols; AP does not compare.")
    }
    if reports.contains(where: {
      $0.subject?.annotations.digest != reports[0].subject?.annotations.digest
        || $0.images != reports[0].images
    }) {
      doubts.append("\(all) models were evaluated on different images; AP does not compare.")
    }
    let judged = accuracies.known.map(\.value)
    if judged.contains(where: {
      $0.subject.annotations.digest != judged[0].subject.annotations.digest
        || $0.images != judged[0].images || $0.preprocessing != judged[0].preprocessing
    }) {
      doubts.append("The models were evaluated on different images, or fitted otherwise.")
    }
    if profiles.contains(where: {
      $0.value.threads != profiles[0].value.threads
        || $0.value.instructionSet != profiles[0].value.instructionSet
    }) {
      doubts.append("Times were taken with different threads or instructions.")
    }
    return doubts
  }
}
