import Files
import Graph
import ONNX
import Provenance
import Quantization
import Vision

/// A float network to an INT8 ONNX file.
public struct QuantizationRun: Sendable {
  /// What a run writes; nil for what it does not.
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
  /// A folder or a list of pictures; nil where tables stand for them.
  public var calibration: String?
  /// A calibration table; the pictures, if there are any, then serve the other steps only.
  public var table: String?
  /// Calibration tables of other pictures, to be added.
  public var merged: [String] = []
  /// Class names to put into the model.
  public var names: String?
  /// How it is quantized.
  public var options = QuantizationOptions()
  /// How pictures are fitted; nil for a letterbox with the model's value.
  public var preprocessing: Preprocessing?
  /// Whether a picture that cannot be read is an error.
  public var isStrict = false
  /// What the outputs are; nil for what the model's are.
  public var outputForm: OutputForm?
  /// The pictures of a run of the result; nil for those of the model.
  public var batch: Batch?
  /// The ONNX operator set.
  public var opset = 13
  /// The threads that share the work.
  public var threads = Execution().threads

  /// What is said of the files, for the record.
  public var declarations = Declarations()
  /// Whether a file that is in the place of the record is replaced.
  public var replacement = Replacement.own

  /// Creates a run.
  public init(model: String) { self.model = model }

  /// What became of a run.
  public struct Summary: Sendable {
    /// What was made from what.
    public let record: QuantizationRecord
    /// Things worth saying.
    public let warnings: [String]
  }

  /// Calibrates, and quantizes where a model is asked for; writes files when all went well.
  ///
  /// - Throws: `PipelineError`.
  public func run(
    to outputs: Outputs, progress: Progress? = nil
  ) throws(PipelineError) -> Summary {
    try check(outputs)
    let maker = RecordMaker(declarations, threads: threads)
    var float = try FloatNetwork(path: model, weights: weights)
    if let outputForm { try float.give(outputForm) }
    if let batch { float.batch = batch }
    if let names {
      let labels = try Labels.read(path: names)
      try Labels.check(labels, against: float.graph.contract, path: names)
      float.graph.contract.labels = labels
    }
    var calibration = try QuantizationCalibration(self, float, outputs)
    try calibration.count(progress)

    var files: [(path: String, bytes: [UInt8])] = []
    var record = calibration.record
    var warnings: [String] = []
    if let path = outputs.table {
      files.append((path, Array(try JSON.text(calibration.table).utf8) + [10]))
      record.table = files.last.map { .init(path, $0.bytes) }
    }
    if let path = outputs.model {
      let network = try calibration.quantized(progress)
      let graph = try float.completed(network.artifact)
      let options = WriteOptions(opset: opset)
      do throws(ONNXError) {
        files.append((path, try ONNXModel.bytes(of: graph, options: options)))
        let opset = try ONNXModel.summary(of: graph, options: options).opset
        record.model = files.last.map { .init(path, $0.bytes, opset: opset) }
      } catch { throw PipelineError(error, path: path) }
      record.quantization = network.report
      if let model = files.last, let opset = record.model?.opset {
        let provenance = try provenance(
          of: model, graph: graph, opset: opset, maker, calibration.usedPictures,
          preprocessing: record.preprocessing)
        files.append(
          (ProvenanceRecord.path(for: path), Array(provenance.text.utf8)))
        warnings += [RecordMaker.warning(of: provenance)].compactMap(\.self)
      }
    }
    if let path = outputs.report {
      let isJSON = path.lowercased().hasSuffix(".json")
      let text = isJSON ? try JSON.text(record.withoutPaths) : "\(record.withoutPaths.report)"
      files.append((path, Array((text + "\n").utf8)))
    }
    do throws(FileError) { try AtomicFile.write(files) } catch { throw PipelineError(error) }
    return Summary(record: record, warnings: float.warnings + calibration.warnings + warnings)
  }

  /// The record of the model.
  private func provenance(
    of model: (path: String, bytes: [UInt8]), graph: Graph, opset: Int, _ maker: RecordMaker,
    _ pictures: [CalibrationPictures.Entry], preprocessing: String
  ) throws(PipelineError) -> ProvenanceRecord {
    let file = FileReference(
      name: Folder.name(of: model.path), digest: Digest(of: model.bytes), size: model.bytes.count,
      mediaType: MediaType.onnx)
    return try maker.record(
      of: file, graph: graph, opset: opset, precision: "int8", command: command,
      materials: try materials(declarations),
      calibration: try calibrationPart(
        pictures, preprocessing: preprocessing, declarations),
      parent: try parentRecord().map {
        ParentRecord($0, name: ProvenanceRecord.path(for: Folder.name(of: self.model)))
      })
  }
}
