import Evaluation
import Graph

extension ReportSources {
  /// Every record of a model, with the file it is in.
  var models: [ModelRecord] {
    ([evaluations.float, evaluations.int8].compactMap { $0?.subject?.model }
      + (comparison?.models ?? []) + detections.compactMap(\.value.model)
      + profiles.map(\.value.model))
  }

  /// The first record of the float or of the INT8 model.
  func model(_ precision: Precision) -> ModelRecord? {
    models.first { ($0.precision == .int8) == (precision == .int8) }
  }

  /// The sizes of both models.
  var bytes: Pair<Int> {
    Pair(
      float: model(.float32)?.bytes ?? conversion?.model.file.size,
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
    return check?.found ?? quantization?.quantization?.headsSQNR
  }

  /// Times of a run of both models on as many threads.
  var milliseconds: Pair<Double> {
    Pair(
      float: profiles.first { $0.side == .float }?.value.milliseconds,
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
    if Set(models.compactMap { $0.sources["weights"] }).count > 1 {
      doubts.append("The files describe models made from different weights.")
    }
    if let one = evaluations.float, let other = evaluations.int8 {
      if one.detectionProtocol != other.detectionProtocol {
        doubts.append("Both models were evaluated by different protocols; AP does not compare.")
      }
      if one.subject?.annotations.digest != other.subject?.annotations.digest
        || one.images != other.images
      {
        doubts.append("Both models were evaluated on different images; AP does not compare.")
      }
    }
    if profiles.count == 2,
      profiles[0].value.threads != profiles[1].value.threads
        || profiles[0].value.instructionSet != profiles[1].value.instructionSet
    {
      doubts.append("Times were taken with different threads or instructions.")
    }
    return doubts
  }
}
