import ArgumentParser
import Graph
import ONNX
import Pipeline

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert a darknet checkpoint to a float ONNX model.")

  @Argument(help: "The network description.", completion: .file(extensions: ["cfg"]))
  var cfg: String

  @Argument(help: "The stored weights.", completion: .file(extensions: ["weights"]))
  var weights: String

  @Option(name: .shortAndLong, help: "The model to write.", completion: .file(extensions: ["onnx"]))
  var output: String

  @Option(
    help: """
      What the outputs are: raw (one tensor per head), decoded (boxes and scores), or nms (and \
      the boxes that survive suppression).
      """)
  var heads = OutputForm.raw

  @Option(help: "The pictures of a run: a number, or dynamic.")
  var batch = BatchArgument(batch: .fixed(1))

  @Option(help: "Class names, one on each line, to put into the model.", completion: .file())
  var names: String?

  @Option(help: "float32 or float16.")
  var precision = WriteOptions.Precision.float32

  @Option(help: "The ONNX operator set, 13 or later.")
  var opset = 13

  @Option(help: "For --heads nms: the lowest score kept.")
  var threshold: Float = 0.25

  @Option(help: "For --heads nms: the overlap (IoU) above which the weaker of two boxes goes.")
  var nms: Float = 0.45

  @Option(help: "For --heads nms: the most boxes of a class in a picture.")
  var limit = 100

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    let conversion = Conversion(
      cfg: cfg, weights: weights, names: names, heads: heads, batch: batch.batch,
      precision: precision, opset: opset,
      suppression: NonMaximumSuppression(limit: limit, overlap: nms, threshold: threshold))
    let summary = try conversion.run(to: output)
    guard !quiet else { return }
    for warning in summary.warnings { Console.note(warning) }
    Console.result(summary.text)
  }
}

extension OutputForm: ExpressibleByArgument {}
extension WriteOptions.Precision: ExpressibleByArgument {}
