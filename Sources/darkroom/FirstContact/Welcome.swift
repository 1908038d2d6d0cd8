import ArgumentParser
import Pipeline
import Text

/// What the program says to those who name no command, and to those who name none that there is.
enum Welcome {
  /// The page of `darkroom` alone.
  static let page: Lines = """
    \(ToolVersion.text): darknet checkpoints to ONNX models, measured and signed.

    To begin with:

      darkroom demo demo
          shows the whole way with a small detector that is in the program

      darkroom convert my.cfg my.weights --names my.names -o model.onnx
          makes an ONNX model of a checkpoint

      darkroom quantize model.onnx --calibration images -o model-int8.onnx
          makes an INT8 model of it, calibrated with a folder of images

    darkroom --help lists all commands, darkroom COMMAND --help explains one.
    """

  /// The command that was probably meant by words that are none; nil where nothing is near, or the
  /// words begin with a command.
  static func nearestCommand(to words: [String]) -> String? {
    var command: any ParsableCommand.Type = Darkroom.self
    var way: [String] = []
    for word in words {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-") else { return nil }
      if let known = subcommands.first(where: { $0._commandName == word }) {
        command = known
        way.append(word)
        continue
      }
      return nearestName(to: word, in: subcommands.map { $0._commandName }).map {
        (way + [$0]).joined(separator: " ")
      }
    }
    return nil
  }
}
