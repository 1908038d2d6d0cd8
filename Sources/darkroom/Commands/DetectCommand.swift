import ArgumentParser
import Graph
import JSON
import Pipeline
import Text
import Vision

struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find objects in images.",
    discussion: """
      With -o the images are written with the boxes drawn into them, or what --format names in place of \
      them: labels to train with or to judge others by. A recurrent model sees each image by itself; \
      with --video it remembers from one to the next in a folder, in the order of their names, in which \
      numbers count as numbers.
      """)

  @OptionGroup var options: ModelOptions

  @Argument(
    help: "Images (JPEG, PNG, BMP, WebP) or tensors (.npy, .f32), or folders of them.",
    completion: .file(extensions: InputFiles.extensions))
  var images: [String]

  @Option(
    help: ArgumentHelp(
      "Class names, one on each line; those in the model when not given.", valueName: "file"),
    completion: .file())
  var names: String?

  @Option(
    help: ArgumentHelp(
      "For a model with a tree of classes: the number of the class in the tree for each class that "
        + "is reported, one on each line.", valueName: "file"),
    completion: .file())
  var map: String?

  @Flag(help: "Let a recurrent model remember from image to image of a folder.")
  var video = false

  @Option(help: "The score, 0 to 1, that objects have to exceed.")
  var threshold: Float = 0.25

  @Option(help: "The overlap (IoU) above which the weaker of two boxes of a class goes.")
  var nms: Float = 0.45

  @Option(help: "How overlap is measured: iou, or cfg for the kind the cfg asks for.")
  var nmsKind = SuppressionArgument.iou

  @OptionGroup var fitting: FittingArguments

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write annotated images, or what --format says.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(
    help: """
      What -o writes: images; yolo (NAME.txt of each image, which darknet and YOLO read); voc (NAME.xml); \
      coco (instances.json, with scores); darknet (result.json, as `detector test -out`).
      """)
  var format = DetectionForm.images

  @OptionGroup var reading: ReadingArguments

  @OptionGroup var replacing: ReplacementArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var runtime: RuntimeOptions

  @Flag(help: "Sum convolutions product by product; slower.")
  var exact = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let model = try options.load(batch: 1)
    var choices = Detector.Options(
      threshold: threshold, overlap: nms, suppression: nmsKind.suppression,
      preprocessing: fitting.preprocessing,
      execution: Execution(threads: execution.threads, exact: exact, runtime: runtime.choice))
    if let map { choices.classMap = try model.classMap(map) }
    var detection = try DetectionRun(model: model, names: names, options: choices)
    detection.isVideo = video
    detection.replacement = replacing.replacement
    detection.isStrict = reading.strict
    detection.form = format
    let paths = try CalibrationImages.paths(inArguments: images)
    var (report, skipped) = try detection.run(on: paths, annotatedTo: output)
    if json { report.model = try model.record() }
    if json {
      try Console.result(json: try JSONEncoding.text(report))
    } else {
      try Console.result(report.table)
    }
    try SkippedImages.check(skipped, of: paths.count)
  }

  func validate() throws {
    guard (0...1).contains(threshold) else {
      throw ValidationError("--threshold is a score, 0 to 1, not \(threshold)")
    }
    guard format == .images || output != nil else {
      throw ValidationError("--format needs -o, the folder that is written to")
    }
    guard (0...1).contains(nms) else {
      throw ValidationError("--nms is an overlap, 0 to 1, not \(nms)")
    }
  }
}

enum SuppressionArgument: String, ExpressibleByArgument, CaseIterable {
  case iou, cfg

  var suppression: Head.Suppression? { self == .iou ? .greedy : nil }
}

extension DetectionForm: ExpressibleByArgument {}
