import ArgumentParser
import Evaluation
import Vision

/// How images are fitted into the network.
struct FittingArguments: ParsableArguments {
  @Option(
    help: """
      How images are fitted into the network: letterbox, or stretch as darknet does where the cfg has \
      no letter_box=1.
      """)
  var resize = EvaluationProtocol.Resize.letterbox

  @Option(
    help: ArgumentHelp(
      """
      With --resize letterbox: the byte around the image; 127 as darknet does where the cfg has \
      letter_box=1. Default: that of the model, 114.
      """, valueName: "0 to 255"))
  var fill: UInt8?

  func validate() throws {
    guard fill == nil || resize == .letterbox else {
      throw ValidationError(
        "--fill goes with --resize letterbox; a stretched image fills the input")
    }
  }

  /// The same for images; nil for a letterbox with the model's value.
  var preprocessing: Preprocessing? {
    resize == .stretch ? .stretch : fill.map { .letterbox(value: $0) }
  }
}

extension EvaluationProtocol.Resize: ExpressibleByArgument {}
