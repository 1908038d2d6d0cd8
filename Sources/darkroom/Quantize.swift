import ArgumentParser
import Graph
import Pipeline
import Quantization

struct Quantize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Quantize a float detector to an INT8 ONNX model.")

  @OptionGroup var options: ModelOptions

  @Option(help: ArgumentHelp("A folder or a list of pictures.", valueName: "folder"))
  var calibration: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The model to write.", valueName: "file.onnx"))
  var output: String

  @Option(help: "How 8-bit arithmetic is expressed: qoperator or qdq.")
  var format = QuantizationOptions.Format.qoperator

  @Flag var rounding = false
  @Flag var bias = false
  @Flag var fitted = false
  @Option var eq = QuantizationOptions.Equalization.none
  @Option var pics = 64
  @OptionGroup var execution: ExecutionOptions

  func run() throws {
    var run = QuantizationRun(model: options.model)
    run.weights = options.weights
    run.calibration = calibration
    run.options.format = format
    run.options.roundsByMoments = rounding
    run.options.correctsBias = bias
    run.options.hasFittedScales = fitted
    run.options.refinementInputs = pics
    run.options.equalization = eq
    if let threads = execution.threads { run.threads = threads }
    let summary = try run.run(to: output)
    if !options.quiet { for warning in summary.warnings { Console.note(warning) } }
    try Console.result("heads \(summary.report.headsSQNR ?? 0)")
    try Console.result("\(summary.path): \(summary.byteCount) bytes\nsha256 \(summary.digest)")
  }
}

extension QuantizationOptions.Format: ExpressibleByArgument {}
extension QuantizationOptions.Equalization: ExpressibleByArgument {}
