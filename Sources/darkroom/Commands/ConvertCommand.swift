import ArgumentParser
import Graph
import JSON
import ONNX
import Pipeline
import Text

extension WriteOptions.ExternalData: ExpressibleByArgument {}

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert a darknet checkpoint to a float ONNX model.",
    discussion: """
      Beside OUT.onnx a record OUT.onnx.provenance.json is written: what the model is, what it was \
      made from and how.
      """)

  @Argument(help: "The network description.", completion: .file(extensions: ["cfg"]))
  var cfg: String

  @Argument(help: "The stored weights.", completion: .file(extensions: ["weights"]))
  var weights: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The model to write.", valueName: "file.onnx"),
    completion: .file(extensions: ["onnx"]))
  var output: String

  @Option(
    help: """
      What the outputs are: raw (one tensor per head), decoded (boxes and scores), nms (and the \
      boxes that survive suppression), or as other programs have them, in pixels of the input: \
      yolov5 [N, B, 5 + C], yolov8 [N, 4 + C, B], deepstream [N, B, 6] (centres; \
      deepstream-corners for DeepStream-Yolo's parser of today), efficientnms (number, boxes, \
      scores, classes).
      """)
  var heads = OutputForm.raw

  @Option(
    help: ArgumentHelp(
      "The images of a run: 1 to 65536, or dynamic to leave it open.", valueName: "number"))
  var batch = BatchArgument(batch: .fixed(1))

  @Option(
    help: ArgumentHelp(
      """
      What images measure, in multiples of the strides of the heads, instead of what the cfg says; or \
      dynamic to leave it open (raw heads alone).
      """, valueName: "WIDTHxHEIGHT"),
    transform: { text in
      guard let size = SizeChoice(text) else {
        throw ValidationError("--size is WIDTHxHEIGHT, each 1 to 65536, or dynamic, not '\(text)'")
      }
      return size
    })
  var size: SizeChoice?

  @Option(
    help: """
      Whether large tensors stand in a file beside the model, OUT.onnx.data: auto where the model \
      would be larger than 2 GB, or always.
      """)
  var externalData = WriteOptions.ExternalData.whenNeeded

  @Option(
    help: ArgumentHelp("Class names, one on each line, to put into the model.", valueName: "file"),
    completion: .file())
  var names: String?

  @Option(
    help: ArgumentHelp(
      "The tree of the classes, for a cfg that names one; otherwise looked for where it says, and "
        + "beside the cfg.", valueName: "file"), completion: .file())
  var tree: String?

  @Option(help: "The type of the numbers inside of the model.")
  var precision = FloatPrecision.float32

  @Option(
    help: """
      The ONNX operator set, \(ONNXVersion.writableOpsets.lowerBound) to \
      \(ONNXVersion.writableOpsets.upperBound); raised where an operator needs a newer one.
      """)
  var opset = 13

  @OptionGroup(title: "Input and names") var outside: InterfaceArguments

  @Option(
    help: """
      For --heads nms and efficientnms: the lowest score kept, 0 to 1. Default: \
      \(NonMaximumSuppression.usual.threshold).
      """)
  var threshold: Float?

  @Option(
    help: """
      For --heads nms and efficientnms: the overlap (IoU, 0 to 1) above which the weaker of two \
      boxes of a class goes. Default: \(NonMaximumSuppression.usual.overlap).
      """)
  var nms: Float?

  @Option(
    help: """
      For --heads nms: the most boxes of a class in an image; for efficientnms: the boxes of an \
      image, of all classes together. Default: \(NonMaximumSuppression.usual.limit).
      """)
  var limit: Int?

  @OptionGroup(title: "Record") var said: DeclarationArguments

  @OptionGroup var replacing: ReplacementArguments

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var worth: WorthArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    var conversion = Conversion(
      cfg: cfg, weights: weights, names: names, heads: heads, batch: batch.batch,
      precision: precision, opset: opset, suppression: suppression)
    conversion.interface = outside.interface
    conversion.size = size
    conversion.tree = tree
    conversion.externalData = externalData
    conversion.declarations = said.declarations
    conversion.allowsWorthless = worth.allowWorthless
    try conversion.check(output, replacing.replacement)
    let summary = try conversion.run().write(to: output)
    if !quiet { for warning in summary.warnings { Console.note("\(warning)") } }
    if json {
      try Console.result(json: try JSONEncoding.text(summary.record))
    } else {
      try Console.result(summary.text)
    }
  }

  /// How the model keeps one of several boxes.
  private var suppression: NonMaximumSuppression {
    var suppression = NonMaximumSuppression.usual
    if let limit { suppression.limit = limit }
    if let nms { suppression.overlap = nms }
    if let threshold { suppression.threshold = threshold }
    return suppression
  }

  func validate() throws {
    var complaints: [String] = []
    func expect(_ holds: Bool, _ text: String) {
      if !holds { complaints.append(text) }
    }
    let opsets = ONNXVersion.writableOpsets
    expect(
      opsets.contains(opset),
      "--opset is \(opsets.lowerBound) to \(opsets.upperBound), not \(opset)")
    if let threshold {
      expect((0...1).contains(threshold), "--threshold is a score, 0 to 1, not \(threshold)")
    }
    if let nms { expect((0...1).contains(nms), "--nms is an overlap, 0 to 1, not \(nms)") }
    if let limit {
      expect((1...65536).contains(limit), "--limit is a number of boxes, 1 to 65536, not \(limit)")
    }
    if !heads.layout.suppresses {
      let given = [
        ("--threshold", threshold != nil), ("--nms", nms != nil), ("--limit", limit != nil),
      ]
      for (name, isGiven) in given {
        expect(
          !isGiven,
          "\(name) goes with --heads nms or efficientnms; \(heads.rawValue) has every box")
      }
    }
    guard complaints.isEmpty else {
      throw ValidationError(complaints.joined(separator: "\n"))
    }
  }
}

extension OutputForm: ExpressibleByArgument {}
extension FloatPrecision: ExpressibleByArgument {}
