import ArgumentParser
import Demonstration
import Files
import Pipeline
import Text

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Show the whole way with a small detector that is in the program.",
    discussion: """
      Writes a darknet checkpoint and images into the folder, and then does with them what is done \
      with others: converts, quantizes, measures, records, signs and verifies. Each command is printed \
      as it could be typed.
      """)

  @Argument(help: "A folder that is not there yet, or is empty.", completion: .directory)
  var folder: String

  func run() throws {
    guard try Folder.namesIfAny(in: folder).isEmpty else {
      throw PipelineError.usage("\(folder): is not empty; name a folder that is not there yet")
    }
    try Demonstration.write(to: folder)
    // What begins with a hyphen would be taken for an option.
    let folder = folder.hasPrefix("-") ? "./\(folder)" : folder
    let (checkpoint, images) = ("\(folder)/checkpoint", "\(folder)/images")
    let (model, quantized) = ("\(folder)/model/shapes.onnx", "\(folder)/model/shapes-int8.onnx")
    let (key, validation) = ("\(folder)/key.pem", "\(images)/validation")
    try Folder.create("\(folder)/model")
    let commands = [
      [
        "convert", "\(checkpoint)/shapes.cfg", "\(checkpoint)/shapes.weights", "--names",
        "\(checkpoint)/shapes.names", "-o", model, "-q",
      ],
      ["quantize", model, "--calibration", "\(images)/calibration", "-o", quantized, "-q"],
      [
        "evaluate", quantized, "--images", validation, "--annotations",
        "\(images)/instances_validation.json", "--record", "-q",
      ],
      ["compare", model, quantized, "--images", validation, "--record", "-q"],
      ["detect", quantized] + ["00", "04", "11"].map { "\(validation)/0000\($0).jpg" }
        + ["-o", "\(folder)/annotated"],
      ["manifest", "create", "\(folder)/model", "-q"],
      ["keygen", key], ["sign", "\(folder)/model", "--key", key],
      ["verify", "\(folder)/model", "--key", "\(key).pub"],
    ]
    for words in commands {
      try Console.result("$ darkroom \(words.map(DemoCommand.quoted).joined(separator: " "))")
      var command = try Darkroom.parseAsRoot(words)
      try command.run()
      try Console.result("")
    }
    try Console.result(
      """
      Done. Look at \(file: "\(folder)/annotated"), images with what the INT8 model found drawn into them,
      and at \(file: "\(folder)/model"), the folder to publish: models, their records, a manifest, a signature.
      """)
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x40...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || "-_./,:+=%".utf8.contains($0)
    }
    return plain && !word.isEmpty
      ? word
      : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
