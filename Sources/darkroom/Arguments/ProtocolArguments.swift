import ArgumentParser
import Evaluation

/// How the detections are made that metrics are computed of.
struct ProtocolArguments: ParsableArguments {
  @OptionGroup var fitting: FittingArguments

  @Option(help: "The score, 0 to 1, that detections have to exceed.")
  var threshold = 0.001

  @Option(help: "The overlap (IoU) above which the weaker of two boxes of a class goes.")
  var nms = 0.45

  @Option(help: "The most detections of an image, all classes together.")
  var perImage = 100

  /// What it was called before.
  @Option(name: .customLong("per-picture"), help: .hidden)
  var perPicture: Int?

  func validate() throws {
    var complaints: [String] = []
    if !(0...1).contains(threshold) {
      complaints.append("--threshold is a score, 0 to 1, not \(threshold)")
    }
    if !(0...1).contains(nms) { complaints.append("--nms is an overlap, 0 to 1, not \(nms)") }
    if most < 1 { complaints.append("--per-image is 1 or more, not \(most)") }
    guard complaints.isEmpty else { throw ValidationError(complaints.joined(separator: "\n")) }
  }

  private var most: Int { perPicture ?? perImage }

  /// The same as a value.
  var detectionProtocol: EvaluationProtocol {
    EvaluationProtocol(
      resize: fitting.resize ?? .letterbox, fill: fitting.fill ?? 114, score: threshold,
      overlap: nms, detectionsPerImage: most)
  }
}
