import Darknet
import Files
import Graph
import ONNX
import Provenance

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
  public var batch: Lowering.Batch
  /// The elements of weights and activations.
  public var precision: WriteOptions.Precision
  /// The ONNX operator set.
  public var opset: Int
  /// How boxes are suppressed where `heads` is `nms`.
  public var suppression: NonMaximumSuppression

  /// Creates a conversion.
  public init(
    cfg: String, weights: String, names: String? = nil, heads: OutputForm = .raw,
    batch: Lowering.Batch = .fixed(1), precision: WriteOptions.Precision = .float32,
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
    /// The file written.
    public let path: String
    /// Its size.
    public let byteCount: Int
    /// Its SHA-256.
    public let digest: Digest
    /// The SHA-256 of the sources by role.
    public let sources: [String: String]
    /// The ONNX operator set it needs.
    public let opset: Int
    /// Things worth saying about the sources.
    public let warnings: [String]

    /// For people.
    public var text: String {
      """
      \(path): \(byteCount) bytes, ONNX opset \(opset)
      sha256 \(digest)
      cfg     sha256 \(sources["cfg"] ?? "")
      weights sha256 \(sources["weights"] ?? "")
      """
    }
  }

  /// Converts, and writes the file when all went well.
  ///
  /// - Throws: `PipelineError`.
  public func run(to output: String) throws(PipelineError) -> Summary {
    let target = FileIdentity(path: output)
    for source in [cfg, weights, names].compactMap({ $0 })
    where target != nil && FileIdentity(path: source) == target {
      throw .usage("\(output): would be overwritten, but is read; choose another output")
    }
    let checkpoint = try Checkpoint(cfg: cfg, weights: weights)
    let labels = try names.map { (path) throws(PipelineError) in try Labels.read(path: path) }
    var graph = try checkpoint.graph(batch: batch)
    graph.contract.sources = checkpoint.digests()
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
      _ = try FoldBatchNormalization().apply(to: &graph)
      if heads != .raw { _ = try DecodeHeads().apply(to: &graph) }
      if heads == .nms { _ = try SuppressBoxes(suppression).apply(to: &graph) }
    } catch {
      throw .fault(error.description)
    }
    var stream = DigestStream()
    do throws(ONNXError) {
      let summary = try ONNXModel.write(
        graph, options: WriteOptions(opset: opset, precision: precision), to: output,
        observing: { stream.update($0) })
      return Summary(
        path: output, byteCount: summary.byteCount, digest: stream.digest(),
        sources: graph.contract.sources, opset: summary.opset, warnings: checkpoint.warnings)
    } catch {
      throw PipelineError(error, path: output)
    }
  }
}
