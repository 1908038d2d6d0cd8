import ArgumentParser
import Evaluation

/// How the detections are made that metrics are computed of.
struct ProtocolArguments: ParsableArguments {
  @Option(help: "How images are fitted into the network: letterbox, or stretch as darknet does.")
  var resize = EvaluationProtocol.Resize.letterbox

  @Option(help: "The byte, 0 to 255, around a letterboxed image.")
  var fill: UInt8 = 114

  @Option(help: "The score, 0 to 1, that detections have to exceed.")
  var threshold = 0.001

  @Option(help: "The overlap (IoU) above which the weaker of two boxes of a class goes.")
  var nms = 0.45

  @Option(help: "The most detections of an image, all classes together.")
  var perImage = 100

  func validate() throws {
    var complaints: [String] = []
    if !(0...1).contains(threshold) {
      complaints.append("--threshold is a score, 0 to 1, not \(threshold)")
    }
    if !(0...1).contains(nms) { complaints.append("--nms is an overlap, 0 to 1, not \(nms)") }
    if perImage < 1 { complaints.append("--per-image is 1 or more, not \(perImage)") }
    guard complaints.isEmpty else { throw ValidationError(complaints.joined(separator: "\n")) }
  }

  /// The same as a value.
  var detectionProtocol: EvaluationProtocol {
    EvaluationProtocol(
      resize: resize, fill: fill, score: threshold,
      overlap: nms, detectionsPerImage: perImage)
  }
}
