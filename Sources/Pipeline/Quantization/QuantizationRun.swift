import Digests
import Evaluation
import Files
import Graph
import ONNX
import Provenance
import Quantization
import Text
import Vision

/// A float network to an INT8 ONNX file.
public struct QuantizationRun: Sendable {
  /// What is written; nil for what is not.
  public struct Outputs: Hashable, Sendable {
    /// The INT8 model.
    public var model: String?
    /// The calibration table.
    public var table: String?
    /// The record: JSON where the name ends in `.json`, else text.
    public var report: String?

    /// Names files.
    public init(model: String? = nil, table: String? = nil, report: String? = nil) {
      self.model = model
      self.table = table
      self.report = report
    }
  }

  /// Told what is being done, how much of it is done, and how much there is; from any thread.
  public typealias Progress = @Sendable (_ stage: String, _ done: Int, _ count: Int) -> Void

  /// The `.cfg` or `.onnx` file.
  public var model: String
  /// The weights of a cfg; nil for the file beside it.
  public var weights: String?
  /// A cfg, or a model of ours, whose heads an ONNX file of another program has; nil for what the file
  /// says itself.
  public var contract: String?
  /// A folder or a list of images; nil where tables stand for them.
  public var calibration: String?
  /// Which of them are used.
  public var choice = CalibrationChoice.all
  /// Which of the images are calibrated with.
  var share = CalibrationImages.Share.all
  /// A calibration table; the images, if there are any, then serve the other steps only.
  public var table: String?
  /// Calibration tables of other images, to be added.
  public var merged: [String] = []
  /// How channels are equalized, where that was decided before; nil where the images decide.
  public var equalization: ChannelEqualization?
  /// What was counted in the images part by part, in the place of counting; empty where it was not.
  public var parts: [CalibrationPart] = []
  /// Class names to put into the model.
  public var names: String?
  /// How it is quantized.
  public var options = QuantizationOptions()
  /// How images are fitted; nil for a letterbox with the model's value.
  public var preprocessing: Preprocessing?
  /// Whether an image that cannot be read is an error.
  public var isStrict = false
  /// What the outputs are; nil for what the model's are.
  public var outputForm: OutputForm?
  /// How images are taken, and what the input and outputs are called; nothing for what the model has.
  public var interface = ModelInterface()
  /// The images of a run of the result; nil for those of the model.
  public var batch: Batch?
  /// The ONNX operator set.
  public var opset = 13
  /// Whether a model is made that is worth nothing, such as one that 8 bits ruin.
  public var allowsWorthless = false
  /// What files are called in warnings.
  public var naming = FileNaming.paths
  /// The threads that share the work.
  public var threads = Execution().threads

  /// What is said of the files, for the record.
  public var declarations = Declarations()

  /// Creates a run.
  public init(model: String) { self.model = model }

  /// Whether the network is quantized, or only calibrated.
  public var makesModel = true

  /// Heads that nothing is known of cannot be split.
  private func headless(_ float: FloatNetwork) -> [Lines] {
    guard makesModel, float.graph.contract.heads.isEmpty, float.graph.scoreCount == nil,
      options.headForm == .split
    else {
      return []
    }
    let outputs = float.graph.outputs.count
    return [
      "\(naming.name(of: model)): says nothing of heads, so \(counted(outputs, "output")) "
        + "\(outputs == 1 ? "is" : "are") stored with one 8-bit scale each; if it is a detector, give the "
        + "cfg of its training\(with: .contract)"
    ]
  }

  /// The operator set of the INT8 model: operators of ONNX alone take 16 bits from 21 on.
  private var quantizedOpset: Int {
    options.domain == .standard && options.hasWideActivations
      ? max(opset, ONNXVersion.firstWideOpset) : opset
  }

  /// Options that do not go together make no model.
  private func checkOptions() throws {
    let conflicts = options.conflicts.map { conflict -> Lines in
      let (option, needed) = (conflict.option, conflict.needed)
      let remedy: Lines =
        Setting(rawValue: conflict.other.name).map { "quantize\(with: $0, needed)" } ?? ""
      return "\(option.name) \(option.value): \(conflict.reason); \(remedy)"
    }
    guard conflicts.isEmpty else { throw PipelineError.usage(conflicts.joined()) }
  }

  /// Calibrates, and quantizes where that is asked for; nothing is written.
  ///
  /// - Throws: what is wrong with the model, the images, the tables, or what was asked for.
  public func run(progress: Progress? = nil) throws -> QuantizedModel {
    let maker = RecordBuilder(declarations, threads: threads)
    return try onNetwork { (run, float, labels) throws in
      try run.quantized(float, labels, maker, progress)
    }
  }

  /// Decides from the images how the channels are equalized, as a run would.
  ///
  /// - Throws: as `run`.
  public func decidedEqualization() throws -> ChannelEqualization {
    try onNetwork { (run, float, _) throws in try QuantizationCalibration(run, float).equalization }
  }

  /// Counts what tensors hold in a part of the images.
  ///
  /// - Throws: as `run`.
  public func calibrationPart(
    _ part: EvaluationPart, progress: Progress? = nil
  ) throws -> CalibrationPart {
    try onNetwork { (run, float, _) throws in
      try QuantizationCalibration(run, float).calibrationPart(part, progress)
    }
  }

  private func onNetwork<Result>(
    _ body: (QuantizationRun, FloatNetwork, Labels?) throws -> Result
  ) throws -> Result {
    try checkOptions()
    let (float, labels) = try floatNetwork()
    var run = self
    if preprocessing == nil, float.input.fit != .letterbox {
      // What the record of a letterbox leaves to the model, it states of anything else.
      run.preprocessing = .usual(for: float.input)
    }
    return try body(run, float, labels)
  }

  private func quantized(
    _ float: FloatNetwork, _ labels: Labels?, _ maker: RecordBuilder, _ progress: Progress?
  ) throws -> QuantizedModel {
    if options.target == .litert { return try unquantized(float, labels, maker, progress) }
    var calibration = try QuantizationCalibration(self, float)
    try calibration.count(progress)
    var record = calibration.record
    var artifact: QuantizedModel.Artifact?
    let network = makesModel ? try calibration.quantized(progress) : nil
    if let network {
      try calibration.judge(network.report)
      record.quantization = network.report
      let parent = try parentRecord(of: float)
      artifact = QuantizedModel.Artifact(
        graph: try float.completed(network.artifact), opset: quantizedOpset, maker: maker,
        command: command,
        materials: try materials(float, labels, calibration.tables, parent: parent),
        calibration: try calibrationPart(
          calibration.usedImages, sampling: calibration.sampling,
          preprocessing: record.preprocessing),
        parent: parent.map {
          ParentRecord($0, name: ProvenanceRecord.path(for: Folder.name(of: model)))
        }, target: options.target, allowsWorthless: allowsWorthless)
    }
    return QuantizedModel(
      record: record, table: calibration.table, artifact: artifact, network: network?.artifact,
      warnings: float.warnings + headless(float) + calibration.warnings,
      skipped: calibration.skipped)
  }

  /// The float network with what was chosen for it, and the names of its classes where a file has them.
  func floatNetwork() throws -> (FloatNetwork, Labels?) {
    var float = try FloatNetwork(
      path: model, weights: weights, naming: naming, contract: contract,
      allowsWorthless: allowsWorthless)
    if let outputForm { try float.give(outputForm) }
    try float.give(interface)
    if let batch { float.batch = batch }
    float.graph.contract.target = options.target?.rawValue
    let labels = try names.map { try Labels(contentsOf: $0) }
    if let labels {
      try labels.check(against: float.graph)
      float.graph.contract.labels = labels.names
    }
    return (float, labels)
  }

  /// The float model and its calibration images, for a runtime that quantizes itself.
  private func unquantized(
    _ float: FloatNetwork, _ labels: Labels?, _ maker: RecordBuilder, _ progress: Progress?
  ) throws -> QuantizedModel {
    guard makesModel, let folder = calibration, table == nil, merged.isEmpty else {
      throw PipelineError.usage(
        "\(naming.name(of: model)): for LiteRT the calibration images themselves are written; give "
          + "them\(with: .calibration), and no tables")
    }
    let preprocessing = preprocessing ?? .usual(for: float.input)
    let (paths, sampling) = try choice.paths(of: folder)
    let images = try CalibrationImages(
      paths, input: float.input, preprocessing: preprocessing, isStrict: isStrict, naming: naming)
    let set = try CalibrationSet.bytes(
      of: images, height: float.input.height, width: float.input.width,
      channels: float.input.channels, progress: progress)
    var network = float.graph
    do throws(GraphError) {
      try PassPipeline([FoldBatchNormalization(), RemoveUnused(keepsLayerOutputs: true)])
        .apply(to: &network)
    } catch { throw PipelineError.fault("\(error)") }
    let parent = try parentRecord(of: float)
    let artifact = QuantizedModel.Artifact(
      graph: try float.completed(network), opset: opset, maker: maker, command: command,
      materials: try materials(float, labels, [], parent: parent),
      calibration: try calibrationPart(
        images.usable, sampling: sampling, preprocessing: preprocessing.name),
      parent: parent.map {
        ParentRecord($0, name: ProvenanceRecord.path(for: Folder.name(of: model)))
      }, calibrationSet: set, target: options.target, allowsWorthless: allowsWorthless)
    return QuantizedModel(
      record: QuantizationRecord(
        network: try QuantizationFingerprint.digest(of: network).description,
        preprocessing: preprocessing.name,
        images: QuantizationRecord.Images(
          used: images.usable.count, skipped: images.problems.count,
          repeated: images.repeatedCount, sampling: sampling)),
      table: nil, artifact: artifact, network: nil, warnings: float.warnings,
      skipped: (images.problems, images.problems.count + images.usable.count))
  }
}
