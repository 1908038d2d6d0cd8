import ArgumentParser
import Pipeline
import Provenance

/// What a network is calibrated with.
struct CalibrationArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A folder of images (JPEG, PNG, BMP, WebP) or tensors (.npy, .f32), or a list with a path on each \
      line.
      """,
      valueName: "folder|list"),
    completion: .file())
  var calibration: String?

  @Option(
    help: ArgumentHelp(
      """
      Calibrate with N of the images, drawn as Python's random.Random(SEED).sample(sorted(names), N) \
      does, so that a published choice can be repeated. Default: all images.
      """, valueName: "n"))
  var sample: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --sample: the seed, a whole number of -2^63 to 2^64 - 1. Default: 42.",
      valueName: "seed"))
  var seed: RandomSeed?

  @OptionGroup var fitting: FittingArguments

  @OptionGroup var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "Where to keep what calibration counted.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var saveTable: String?

  @Option(
    help: ArgumentHelp(
      """
      Counts of an earlier calibration, in the place of counting; images, if given, then serve \
      the steps that run the network again.
      """, valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var table: String?

  @Option(
    help: ArgumentHelp(
      "Counts of other images, to be added; may be given several times.",
      valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var merge: [String] = []

  /// Whether counts are kept, used again or added to.
  var usesTables: Bool { saveTable != nil || table != nil || !merge.isEmpty }

  /// Sets what these arguments decide.
  func apply(to run: inout QuantizationRun) {
    run.calibration = calibration
    if let sample {
      run.choice = .sample(ImageSample(count: sample, seed: seed ?? ImageSample.usualSeed))
    }
    run.preprocessing = fitting.preprocessing
    run.isStrict = reading.strict
    run.table = table
    run.merged = merge
  }
}

extension RandomSeed: ExpressibleByArgument {
  /// Reads decimal digits behind a sign or not.
  public init?(argument: String) { self.init(argument) }
}
