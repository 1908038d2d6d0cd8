import ArgumentParser
import Hardware
import Pipeline
import Text

/// `darkroom hardware`.
struct HardwareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hardware",
    abstract: "Write an integer-only model out for those who build hardware.",
    discussion: """
      The folder holds a description of every step (network.json, network.h), constants, the tensors \
      of every step for each image, and two programs that compute all steps again from these files \
      and compare them bit by bit: replay.py and replay.c. How sums become 8-bit values is that of \
      the model, see `darkroom quantize --requantization`.
      """)

  @Argument(help: "An INT8 .onnx file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write: a folder that is not there yet, or is empty.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp(
      "An image or tensor (.npy, .f32) for test vectors; may be given several times.",
      valueName: "file"),
    completion: .file(extensions: ["jpg", "jpeg", "png"]))
  var image: [String] = []

  @Option(help: "How feature maps and weights lie in memory: nchw or nhwc.")
  var layout = HardwareLayout.Order.nchw

  @Option(
    help: ArgumentHelp(
      "Store channels in blocks of so many, 1 to 1024; the last one is filled up.",
      valueName: "channels"))
  var block = 1

  @OptionGroup var fitting: FittingArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    var export = HardwareExport(
      model: model, layout: try HardwareLayout(order: layout, block: block))
    export.images = image
    export.preprocessing = fitting.preprocessing
    if let threads = execution.threads { export.threads = threads }
    let written = try export.write(to: output)
    if !quiet { try Console.result(written.text(in: output)) }
  }
}

extension HardwareLayout.Order: ExpressibleByArgument {}
