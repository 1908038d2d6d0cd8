import ArgumentParser
import Graph
import JSON
import ONNX
import Pipeline
import Quantization
import Text

struct QuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Quantize a float detector to an INT8 ONNX model.",
    discussion: """
      Calibration runs the float model on images like those it will see (100 or more) and counts \
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

  @OptionGroup(title: "Budget") var budget: BudgetArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var worth: WorthArguments

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
    let complaints = QuantizeValidation.all(of: self)
    guard complaints.isEmpty else {
      throw ValidationError(complaints.joined(separator: "\n"))
    }
  }

  func run() throws {
    var run = QuantizationRun(model: options.model)
    run.weights = options.weights
    run.contract = options.foreign.path
    calibration.apply(to: &run)
    form.apply(to: &run)
    run.options = quantization
    run.declarations = said.declarations
    run.makesModel = output != nil
    run.allowsWorthless = worth.allowWorthless
    if report != nil { run.options.measuresLayers = true }
    if let threads = execution.threads { run.threads = threads }

    let outputs = QuantizationRun.Outputs(
      model: output, table: calibration.saveTable, report: report)
    let quantized = try made(run, outputs)
    let summary = try quantized.write(to: outputs)
    if !options.quiet {
      for warning in form.warnings + summary.warnings { Console.note("\(warning)") }
    }
    try show(summary.record)
    try SkippedImages.check(quantized.skipped.failures, of: quantized.skipped.of)
  }

  /// Makes the model, within a budget where there is one.
  private func made(
    _ run: QuantizationRun, _ outputs: QuantizationRun.Outputs
  ) throws -> QuantizedModel {
    guard let limit = budget.limit, let output else {
      try run.check(outputs, replacing.replacement)
      return try ProgressBar.shown(unless: options.quiet) { bar in
        try run.run { bar?.update(stage: $0, done: $1, count: $2) }
      }
    }
    var search = BudgetRun(run, limit: limit)
    search.images = budget.budgetImages
    search.given = form.given.union(accuracy.given)
    search.replacement = replacing.replacement
    try search.check(outputs)
    let outcome = try ProgressBar.shown(unless: options.quiet) { bar in
      try search.search(for: output) { bar?.update(stage: $0, done: $1, count: $2) }
    }
    switch outcome {
    case .holds(let model): return model
    case .failed(let record):
      try show(record)
      if !options.quiet {
        Console.note(
          "nothing is written but \(output).budget.json, which keeps what was tried, so that a search with "
            + "another limit goes on from there")
      }
      throw ExitCode(1)
    }
  }

  private func show(_ record: QuantizationRecord) throws {
    if json {
      try Console.result(json: try JSONEncoding.text(record))
    } else {
      try Console.result(record.text)
    }
  }

  /// How the network is quantized.
  var quantization: QuantizationOptions {
    var options = accuracy.options
    // Equalized channels make a network of its own for each set of images, which no table serves.
    if calibration.usesTables, accuracy.equalization == nil { options.equalization = .none }
    form.apply(to: &options)
    if let headroom = accuracy.headroom { options.headroom = headroom }
    if let wideLayers = accuracy.wideLayers { options.wideLayers = wideLayers }
    return options
  }
}

/// What does not go together on the command line of `quantize`, and what to do about it.
enum QuantizeValidation {
  /// All complaints at once.
  static func all(of command: QuantizeCommand) -> [String] {
    var complaints: [String] = []
    func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
      if !holds { complaints.append(text()) }
    }
    let (calibration, form, accuracy) = (command.calibration, command.form, command.accuracy)
    let options = command.quantization
    let hasImages = calibration.calibration != nil

    expect(
      command.output != nil || calibration.saveTable != nil,
      "nothing would be written; give -o for the model, --save-table for the calibration, or both")
    expect(
      command.output != nil || command.report == nil,
      "--report describes a quantized model; give -o as well")
    expect(
      hasImages || calibration.table != nil,
      "there is nothing to calibrate with; give a folder or a list of images with --calibration, "
        + "or the --table of an earlier calibration")
    expect(
      calibration.sample == nil || hasImages,
      "--sample draws calibration images; give the folder or list of them with --calibration")
    expect(
      calibration.sample.map { $0 > 0 } ?? true,
      "--sample is a whole number of 1 or more, not \(calibration.sample ?? 0)")
    expect(
      calibration.seed == nil || calibration.sample != nil,
      "--seed is that of --sample; say how many images are drawn with --sample N")
    expect(
      hasImages || calibration.table == nil || command.output == nil || !options.needsImages,
      "rounding by moments, bias correction, float layers and equalization by activations run the "
        + "network on images, which a table does not hold; add --calibration, or choose "
        + "--effort fast")
    expect(
      calibration.merge.isEmpty || !options.equalizesByImages,
      "equalization by activations makes a network of its own for each set of images, so tables "
        + "of parts cannot be merged; use --equalization none or weights")

    expect(
      options.target != .litert
        || calibration.table == nil && calibration.saveTable == nil && calibration.merge.isEmpty
          && command.report == nil,
      "--target litert quantizes nothing: it writes the float model and the calibration images; leave "
        + "out --table, --merge, --save-table and --report")
    expect(
      options.target == nil || accuracy.effort != .baseline,
      "--effort baseline is in the form of onnxruntime's own tool, and --target chooses another; leave "
        + "one of them out")
    if options.target == .litert { complaints += unused(options, accuracy.effort) }
    complaints += command.budget.complaints(
      about: calibration, makesModel: command.output != nil)
    expect(
      options.target != .litert || command.budget.limit == nil,
      "--target litert quantizes nothing, so that there is nothing to buy; leave the budget out")
    expect(
      form.qdq == nil || options.target == .litert || options.format == .qdq,
      "--qdq goes with --format qdq; the qoperator form is in integers on both sides of activations"
    )
    complaints += options.conflicts.map { $0.text(options.target) }
    expect(
      ONNXVersion.writableOpsets.contains(form.opset),
      "--opset is \(ONNXVersion.writableOpsets.lowerBound) to "
        + "\(ONNXVersion.writableOpsets.upperBound), not \(form.opset)")

    expect(
      accuracy.percentile == nil || accuracy.ranges == .percentile,
      "--percentile goes with --ranges percentile")
    for option in QuantizationOption.all where !option.accepts(option.value(in: options)) {
      complaints.append(
        "\(option.commandLineName) is \(option.expectation), not \(option.value(in: options))")
    }
    return complaints
  }

  /// What is given for a model that is not quantized, but for the effort, of which it needs none.
  private static func unused(
    _ options: QuantizationOptions, _ effort: QuantizationOptions.Effort
  ) -> [String] {
    var usual = QuantizationOptions(effort: effort)
    usual.choose(for: .litert)
    let given = QuantizationOption.all.filter { $0.value(in: options) != $0.value(in: usual) }
      .map(\.commandLineName)
    guard !given.isEmpty else { return [] }
    return [
      "--target litert quantizes nothing, so \(given.joined(separator: ", ")) would change nothing; "
        + "leave \(given.count == 1 ? "it" : "them") out"
    ]
  }
}

extension String {
  /// `--weight-scales` for `weightScales`.
  var asOption: String {
    "--" + map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
  }
}

extension OptionConflict {
  /// What does not go together, and who chose it.
  fileprivate func text(_ target: DeploymentTarget?) -> String {
    let made = "--target \(target?.rawValue ?? "")"
    let (given, needed) = (
      "\(option.name.asOption) \(option.value)", "\(other.name.asOption) \(needed)"
    )
    if option.isOfTarget {
      return "\(made) chooses \(given), which needs \(needed): \(reason)"
    }
    let against = other.isOfTarget ? ", and \(made) chooses \(other.value)" : ""
    return "\(given) needs \(needed)\(against): \(reason)"
  }
}

extension QuantizationOption {
  /// `--weight-scales` for `weightScales`.
  var commandLineName: String { name.asOption }
}
