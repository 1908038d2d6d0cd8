import Deployment
import Digests
import Files
import Graph
import JSON
import ONNX
import Provenance
import Quantization
import Text

/// What a quantization gave; nothing of it is written yet.
public struct QuantizedModel: Sendable {
  /// The INT8 model, and what its record says.
  struct Artifact: Sendable {
    var graph: Graph
    var opset: Int
    var maker: RecordBuilder
    var command: Command
    var materials: [Material]
    var calibration: Calibration?
    var parent: ParentRecord?
    /// The calibration images for a runtime that quantizes itself, as a file; nil for others.
    var calibrationSet: [UInt8]?
    /// What it is made for.
    var target: DeploymentTarget?
    /// Whether it is written even if that computes something else.
    var allowsWorthless: Bool
  }

  /// What was made from what, and what it costs.
  public internal(set) var record: QuantizationRecord
  /// What was seen of the network; nil for a runtime that quantizes itself, of which nothing was counted.
  public let table: CalibrationTable?
  let artifact: Artifact?
  /// The INT8 network with raw heads, for one image; nil where there is none.
  let network: Graph?
  /// Things worth saying.
  public let warnings: [Lines]
  /// Why images that were left out could not be read, of how many.
  public let skipped: (failures: [any Failure], of: Int)

  /// What was written.
  public struct Summary: Sendable {
    /// What was made from what, with the files.
    public let record: QuantizationRecord
    /// Things worth saying.
    public let warnings: [Lines]
  }

  /// Writes all files, or none.
  ///
  /// - Parameter circumstances: whether the record beside the model says when and where it was made.
  /// - Throws: `ONNXError`, `FileError`, or a `Failure` (usage) where a model is to be written and
  ///   the network was only calibrated.
  public func write(
    to outputs: QuantizationRun.Outputs, circumstances: Bool = true
  ) throws -> Summary {
    var files: [(path: String, bytes: [UInt8])] = []
    var record = record
    var warnings = warnings
    if let path = outputs.table {
      guard let table else {
        throw PipelineError.usage("\(path): nothing was counted, as the runtime quantizes itself")
      }
      files.append((path, Array(try JSONEncoding.text(table).utf8) + [10]))
      record.table = files.last.map {
        FileDigest(path: path, digest: Digest(of: $0.bytes), size: $0.bytes.count)
      }
    }
    if let path = outputs.model {
      guard let artifact else {
        throw PipelineError.usage("\(path): the network was calibrated, but not quantized")
      }
      let (bytes, opset) = try artifact.encoded(for: path)
      record.deployment = try artifact.check(bytes, named: path)
      warnings += record.deployment?.summaries ?? []
      record.model = WrittenModel(
        file: FileDigest(path: path, digest: Digest(of: bytes), size: bytes.count), opset: opset)
      var provenance = try artifact.provenance(
        of: bytes, opset: opset, name: Folder.name(of: path), circumstances: circumstances)
      if let check = record.deployment, let target = artifact.target {
        provenance.measurements.append(
          Measurement(check, for: target, of: provenance.artifact.file.digest))
      }
      if let budget = record.budget {
        provenance.measurements.append(
          Measurement(budget, of: provenance.artifact.file.digest, circumstances: circumstances))
      }
      files.append((path, bytes))
      if let set = artifact.calibrationSet {
        files.append((CalibrationSet.path(for: path), set))
        record.calibrationSet = files.last.map {
          FileDigest(path: $0.path, digest: Digest(of: $0.bytes), size: $0.bytes.count)
        }
      }
      files.append((ProvenanceRecord.path(for: path), Array(provenance.text.utf8)))
      warnings += [RecordBuilder.warning(of: provenance)].compactMap(\.self)
    }
    if let path = outputs.report {
      let isJSON = path.lowercased().hasSuffix(".json")
      let text =
        isJSON ? try JSONEncoding.text(record.reproducible) : "\(record.reproducible.report)"
      files.append((path, Array((text + "\n").utf8)))
    }
    try AtomicFile.write(files)
    return Summary(record: record, warnings: warnings)
  }
}

extension QuantizedModel.Artifact {
  /// What the rules of its target say of the file; nil where it has none.
  ///
  /// - Throws: a `Failure` (usage) where the runtime would compute something else without an error.
  func check(_ bytes: [UInt8], named path: String) throws -> DeploymentCheck? {
    guard let target else { return nil }
    let file: FileDescription
    do throws(ONNXError) { file = try FileDescription(bytes) } catch { throw error.naming(path) }
    let graph = Result { () throws(ONNXError) in try ONNXModel.read(bytes) }
    let check = DeploymentCheck(file, graph, for: target)
    var worth = Worth(isForced: allowsWorthless)
    if check.violations.contains(where: { $0.severity == .wrong }) {
      try worth.object(
        "\(path): \(target.title) would compute something else.\n\(check.summaries.joined())")
    }
    return check
  }

  func encoded(for path: String) throws -> (bytes: [UInt8], opset: Int) {
    let options = WriteOptions(opset: opset)
    do throws(ONNXError) {
      return (
        try ONNXModel.bytes(of: graph, options: options),
        try ONNXModel.summary(of: graph, options: options).opset
      )
    } catch { throw error.naming(path) }
  }

  fileprivate func provenance(
    of bytes: [UInt8], opset: Int, name: String, circumstances: Bool
  ) throws -> ProvenanceRecord {
    let file = FileReference(
      name: name, digest: Digest(of: bytes), size: bytes.count, mediaType: MediaType.onnx)
    return try maker.record(
      of: file, graph: graph, opset: opset, precision: graph.precision(float: .float32),
      command: command,
      materials: materials, calibration: calibration, parent: parent,
      circumstances: circumstances)
  }
}
