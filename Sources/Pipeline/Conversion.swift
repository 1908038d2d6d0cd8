import Files
import Graph
import ONNX
import Provenance
import Text

/// A darknet checkpoint to a float ONNX file.
public struct Conversion: Sendable {
  /// The network description.
  public var cfg: String
  /// The stored numbers.
  public var weights: String
  /// Class names to put into the model.
  public var names: String?
  /// What the outputs are.
  public var heads: OutputForm
  /// The pictures of a run.
  public var batch: Batch
  /// The elements of weights and activations.
  public var precision: WriteOptions.Precision
  /// The ONNX operator set.
  public var opset: Int
  /// How boxes are suppressed where `heads` is `nms`.
  public var suppression: NonMaximumSuppression

  /// What is said of the files, for the record.
  public var declarations = Declarations()
  /// Whether a file that is in the place of the record is replaced.
  public var replacement = Replacement.own

  /// Creates a conversion.
  public init(
    cfg: String, weights: String, names: String? = nil, heads: OutputForm = .raw,
    batch: Batch = .fixed(1), precision: WriteOptions.Precision = .float32,
    opset: Int = 13,
    suppression: NonMaximumSuppression = NonMaximumSuppression(
      limit: 100, overlap: 0.45, threshold: 0.25)
  ) {
    self.cfg = cfg
    self.weights = weights
    self.names = names
    self.heads = heads
    self.batch = batch
    self.precision = precision
    self.opset = opset
    self.suppression = suppression
  }

  /// What became of a conversion.
  public struct Summary: Sendable {
    /// What was written.
    public let record: Record
    /// Things worth saying about the sources.
    public let warnings: [String]

    /// For people.
    public var text: Lines {
      """
      \(record.model.path): \(record.model.bytes) bytes, ONNX opset \(record.model.opset)
      sha256 \(record.model.sha256)
      cfg     sha256 \(record.sources["cfg"] ?? "")
      weights sha256 \(record.sources["weights"] ?? "")
      """
    }
  }

  /// The model and what it was made from; the JSON form is stable, a new key may be added.
  public struct Record: Codable, Hashable, Sendable {
    /// The file written.
    public struct Model: Codable, Hashable, Sendable {
      /// The file as the caller named it.
      public var path: String
      /// Its size.
      public var bytes: Int
      /// Its SHA-256.
      public var sha256: String
      /// The ONNX operator set it needs.
      public var opset: Int
    }

    /// The version of this form.
    public var schemaVersion = 1
    /// The file written.
    public var model: Model
    /// The SHA-256 of the sources by role.
    public var sources: [String: String]
  }

  /// Converts, and writes the file and its record beside it when all went well.
  ///
  /// - Throws: `PipelineError`.
  public func run(to output: String) throws(PipelineError) -> Summary {
    let target = FileIdentity(path: output)
    for source in [cfg, weights, names].compactMap({ $0 })
    where target != nil && FileIdentity(path: source) == target {
      throw .usage("\(output): would be overwritten, but is read; choose another output")
    }
    let maker = RecordMaker(declarations)
    let recordPath = ProvenanceRecord.path(for: output)
    let checkpoint = try Checkpoint(cfg: cfg, weights: weights)
    do throws(FileError) {
      try DerivedFile.record(of: output).check(replacement)
      try AtomicFile.check(output)
    } catch { throw PipelineError(error) }
    // Read before it is hashed, which tells a names file from something huge.
    let labels = try names.map { (path) throws(PipelineError) in try Labels.read(path: path) }
    let files = checkpoint.references()
    let materials = try materials(files)
    var graph = try checkpoint.graph(batch: batch)
    graph.contract.sources = [
      "cfg": files.cfg.digest.description, "weights": files.weights.digest.description,
    ]
    graph.contract.producer = ToolVersion.text
    if let labels {
      try Labels.check(labels, against: graph.contract, path: names ?? "")
      graph.contract.labels = labels
    }
    guard heads != .nms || precision == .float32 else {
      throw .usage(
        "ONNX has no non-maximum suppression of float16; use --heads decoded or float32")
    }
    if heads != .raw, !DecodeHeads.applies(to: graph) {
      throw .usage(
        "\(cfg): the heads cannot be joined into boxes and scores; use --heads raw (the network "
          + "needs at least one detection layer, all with the same number of classes)")
    }
    do throws(GraphError) {
      try PassPipeline([FoldBatchNormalization()] + heads.passes(suppression).passes)
        .apply(to: &graph)
    } catch {
      throw .fault("\(error)")
    }
    var stream = DigestStream()
    let written: Record.Model
    do throws(ONNXError) {
      let summary = try ONNXModel.write(
        graph, options: WriteOptions(opset: opset, precision: precision), to: output,
        observing: { stream.update($0) })
      written = Record.Model(
        path: output, bytes: summary.byteCount, sha256: stream.digest().description,
        opset: summary.opset)
    } catch {
      throw PipelineError(error, path: output)
    }
    let file = FileReference(
      name: Folder.name(of: output), digest: stream.digest(), size: written.bytes,
      mediaType: MediaType.onnx)
    let record = try maker.record(
      of: file, graph: graph, opset: written.opset, precision: precision.rawValue,
      command: command, materials: materials)
    do throws(DocumentError) { try record.write(to: recordPath) } catch {
      throw PipelineError(error)
    }
    return Summary(
      record: Record(model: written, sources: graph.contract.sources),
      warnings: checkpoint.warnings + [RecordMaker.warning(of: record)].compactMap(\.self))
  }
}
