import ArgumentParser
import Graph
import ONNX
import Pipeline
import Quantization
import Text

struct Quantize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Quantize a float detector to an INT8 ONNX model.",
    discussion: """
      Calibration runs the float model on pictures like those it will see (100 or more) and counts \
      what its tensors hold; nobody has to label them. The model is the .cfg or a float .onnx file.

      What calibration counts can be kept as a table (--save-table), used again (--table), and \
      added to (--merge); without -o the model is only calibrated.
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The model to write.", valueName: "file.onnx"),
    completion: .file(extensions: ["onnx"]))
  var output: String?

  @OptionGroup(title: "Calibration") var calibration: CalibrationArguments

  @OptionGroup(title: "Form of the model") var form: QuantizedFormArguments

  @OptionGroup(title: "Accuracy") var accuracy: AccuracyArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup(title: "Record") var said: DeclarationArguments

  @OptionGroup var replacing: ReplacementArguments

  @Option(
    help: ArgumentHelp(
      """
      Where to write ranges, scales and signal-to-noise ratios of all tensors and layers: JSON if \
      the name ends in .json, else text.
      """, valueName: "file"),
    completion: .file())
  var report: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    let complaints = QuantizeComplaints.all(of: self)
    guard complaints.isEmpty else {
      throw ValidationError(complaints.joined(separator: "\n"))
    }
  }

  func run() throws {
    var run = QuantizationRun(model: options.model)
    run.weights = options.weights
    calibration.apply(to: &run)
    form.apply(to: &run)
    run.options = quantization
    run.declarations = said.declarations
    run.replacement = replacing.replacement
    if let threads = execution.threads { run.threads = threads }

    let summary = try ProgressBar.shown(unless: options.quiet) { bar in
      try run.run(to: .init(model: output, table: calibration.saveTable, report: report)) {
        bar?.update(stage: $0, done: $1, count: $2)
      }
    }
    if !options.quiet {
      for warning in form.warnings + summary.warnings { Console.note("\(warning)") }
    }
    if json {
      try Console.result(json: try JSON.text(summary.record))
    } else {
      try Console.result(summary.record.text)
    }
  }

  /// How the network is quantized.
  var quantization: QuantizationOptions {
    var options = accuracy.options
    // Equalized channels make a network of its own for each set of pictures, which no table serves.
    if calibration.usesTables, accuracy.equalization == nil { options.equalization = .none }
    form.apply(to: &options)
    return options
  }
}
