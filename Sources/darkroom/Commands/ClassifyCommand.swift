import ArgumentParser
import JSON
import Pipeline
import Text
import Vision

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Rank the classes of images.",
    discussion: """
      As darknet's `classifier predict`: the shorter side of an image is fitted into the network, the \
      middle taken, and the classes of the highest scores are listed.
      """)

  @OptionGroup var options: ModelOptions

  @Argument(
    help: "Images (JPEG, PNG, BMP, WebP) or tensors (.npy, .f32), or folders of them.",
    completion: .file(extensions: InputFiles.extensions))
  var images: [String]

  @Option(
    help: ArgumentHelp(
      "Class names, one on each line, or a darknet .data file; those in the model when not given.",
      valueName: "file"),
    completion: .file())
  var names: String?

  @Option(help: ArgumentHelp("How many classes of each image are listed.", valueName: "number"))
  var top = 5

  @OptionGroup var fitting: FittingArguments

  @OptionGroup var reading: ReadingArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var runtime: RuntimeOptions

  @Flag(help: "Sum convolutions product by product; slower.")
  var exact = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let model = try options.load(batch: 1)
    var classification = try ClassificationRun(
      model: model, names: names, count: top, preprocessing: fitting.preprocessing,
      execution: Execution(threads: execution.threads, exact: exact, runtime: runtime.choice))
    classification.isStrict = reading.strict
    let paths = try CalibrationImages.paths(inArguments: images)
    var (result, skipped) = try classification.run(on: paths)
    if json {
      result.model = try model.record()
      try Console.result(json: try JSONEncoding.text(result))
    } else {
      try Console.result(result.table)
    }
    try SkippedImages.check(skipped, of: paths.count)
  }

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top is 1 or more, not \(top)") }
  }
}
