import ArgumentParser
import Evaluation
import Vision

/// How images are fitted into the network.
struct FittingArguments: ParsableArguments {
  @Option(
    help: """
      How images are fitted into the network: letterbox, or stretch as darknet does where the cfg has \
      no letter_box=1, or crop (the shorter side fitted, the middle taken) as darknet's classifier \
      does. Default: crop for classifiers, letterbox for others.
      """)
  var resize: EvaluationProtocol.Resize?

  @Option(
    help: ArgumentHelp(
      """
      With --resize letterbox: the byte around the image; 127 as darknet does where the cfg has \
      letter_box=1. Default: that of the model, 114.
      """, valueName: "0 to 255"))
  var fill: UInt8?

  func validate() throws {
    guard fill == nil || resize ?? .letterbox == .letterbox else {
      throw ValidationError(
        "--fill goes with --resize letterbox; any other image fills the input")
    }
  }

  /// The same for images; nil for what the model asks for.
  var preprocessing: Preprocessing? {
    switch resize {
    case .stretch: .stretch
    case .crop: .centerCrop
    case .letterbox: .letterbox(value: fill ?? 114)
    case nil: fill.map { .letterbox(value: $0) }
    }
  }
}

extension EvaluationProtocol.Resize: ExpressibleByArgument {}
