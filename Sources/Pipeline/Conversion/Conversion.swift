import Digests
import Files
import Graph
import ONNX
import Provenance
import Text

/// A darknet checkpoint to a float ONNX file.
public struct Conversion: Sendable {
  /// The network description.
  public var cfg: String
  /// The weights.
  public var weights: String
  /// Class names to put into the model.
  public var names: String?
  /// What the outputs are.
  public var heads: OutputForm
  /// The images of a run.
  public var batch: Batch
  /// The elements of weights and activations.
  public var precision: FloatPrecision
  /// The ONNX operator set.
  public var opset: Int
  /// The tree of the classes; nil for the file that the cfg names, if it does.
  public var tree: String?
  /// What images measure; nil for what the cfg says.
  public var size: SizeChoice?
  /// Whether large tensors stand in a file beside the model.
  public var externalData = WriteOptions.ExternalData.whenNeeded
  /// How images are taken, and what the input and outputs are called.
  public var interface = ModelInterface()
  /// How boxes are suppressed where the model does it itself.
  public var suppression: NonMaximumSuppression

  /// What is said of the files, for the record.
  public var declarations = Declarations()
  /// Whether a model is made that is worth nothing, such as one of weights that are all 0.
  public var allowsWorthless = false
  /// What files are called in warnings and in what is told of the conversion.
  public var naming = FileNaming.paths

  /// Creates a conversion.
  public init(
    cfg: String, weights: String, names: String? = nil, heads: OutputForm = .raw,
    batch: Batch = .fixed(1), precision: FloatPrecision = .float32,
    opset: Int = 13,
    suppression: NonMaximumSuppression = .usual
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
    public let warnings: [Lines]

    /// For people.
    public var text: Lines {
      """
      \(file: record.model.file.path): \(record.model.file.size ?? 0) bytes, ONNX opset \(record.model.opset ?? 0)
      sha256 \(record.model.file.digest)
      cfg     sha256 \(record.sources["cfg"] ?? "")
      weights sha256 \(record.sources["weights"] ?? "")
      """
    }
  }

  /// The model and what it was made from; the JSON form is stable, a new key may be added.
  public struct Record: Codable, Hashable, Sendable {
    /// The version of this form.
    public var schemaVersion = 1
    /// The file written.
    public var model: WrittenModel
    /// The SHA-256 of the sources by role.
    public var sources: [String: String]
  }

  /// Checks before any work that the model can be written and replaces nothing that is read.
  ///
  /// - Throws: a `Failure` (usage), or `FileError.unwritable`.
  public func check(_ output: String, _ replacement: Replacement = .own) throws {
    try OutputCheck.check([output], reading: [cfg, weights, names, tree])
    try DerivedFile.record(of: output).check(replacement)
  }

  /// Converts; nothing is written.
  ///
  /// - Throws: what is wrong with the checkpoint, the names, or what was asked for.
  public func run() throws -> ConvertedModel {
    let maker = RecordBuilder(declarations)
    let checkpoint = try Checkpoint(
      cfg: cfg, weights: weights, tree: tree, size: size?.fixed, naming: naming)
    var worth = Worth(isForced: allowsWorthless)
    try worth.check(checkpoint)
    let labels = try names.map { try Labels(contentsOf: $0) }
    let files = checkpoint.references()
    let materials = try materials(files, labels, checkpoint.treeReference)
    var graph = try checkpoint.graph(batch: batch)
    if size == .dynamic { try openSize(of: &graph) }
    graph.contract.sources = [
      "cfg": files.cfg.digest.description, "weights": files.weights.digest.description,
    ]
    graph.contract.producer = ToolVersion.text
    if let labels {
      try labels.check(against: graph)
      graph.contract.labels = labels.names
    }
    if heads != .raw, !DecodeHeads.applies(to: graph, as: heads) {
      throw PipelineError.usage(
        "\(cfg): the heads cannot be joined into boxes and scores; use raw heads\(with: .heads, OutputForm.raw.rawValue) (the network "
          + "needs at least one detection layer, all with the same classes; a tree of classes needs a "
          + "form with a score for each)"
      )
    }
    try interface.check(graph, giving: heads, path: cfg)
    let form = interface.form(from: InputForm())
    do throws(GraphError) {
      try PassPipeline(
        [FoldBatchNormalization(isLazy: true), ReorderChannels(form.order)]
          + heads.passes(suppression).passes + [AcceptImages(form)]
      ).apply(to: &graph)
    } catch {
      throw PipelineError.fault("\(error)")
    }
    try interface.name(&graph, usual: InterfaceNames().completed(for: heads), path: cfg)
    return ConvertedModel(
      graph: graph,
      options: WriteOptions(
        opset: opset, precision: precision, externalData: externalData), maker: maker,
      command: command, materials: materials, naming: naming,
      warnings: checkpoint.warnings + worth.warnings + Worth.warnings(of: graph))
  }
}

/// A converted model that is not written yet.
public struct ConvertedModel: Sendable {
  /// What it computes.
  public let graph: Graph
  /// How it is written.
  public let options: WriteOptions
  private let maker: RecordBuilder
  private let command: Command
  private let materials: [Material]
  private let naming: FileNaming
  /// Things worth saying about the sources.
  public let warnings: [Lines]

  init(
    graph: Graph, options: WriteOptions, maker: RecordBuilder, command: Command,
    materials: [Material], naming: FileNaming, warnings: [Lines]
  ) {
    self.graph = graph
    self.options = options
    self.maker = maker
    self.command = command
    self.materials = materials
    self.naming = naming
    self.warnings = warnings
  }

  /// Writes the model, and its record beside it.
  ///
  /// - Parameter circumstances: whether the record says when and where it was made.
  /// - Throws: `ONNXError` or `FileError`.
  public func write(
    to output: String, circumstances: Bool = true
  ) throws -> Conversion.Summary {
    var stream = DigestStream()
    let summary: WriteSummary
    do throws(ONNXError) {
      summary = try ONNXModel.write(
        graph, options: options, to: output, observing: { stream.update($0) })
    } catch { throw error.naming(output) }
    let file = FileReference(
      name: Folder.name(of: output), digest: stream.digest(), size: summary.byteCount,
      mediaType: MediaType.onnx)
    let record = try maker.record(
      of: file, graph: graph, opset: summary.opset,
      precision: graph.precision(float: options.precision),
      command: command, materials: materials, circumstances: circumstances)
    try record.write(to: ProvenanceRecord.path(for: output))
    return Conversion.Summary(
      record: Conversion.Record(
        model: WrittenModel(
          file: FileDigest(
            path: naming.name(of: output), digest: file.digest, size: file.size),
          opset: summary.opset),
        sources: graph.contract.sources),
      warnings: warnings + [RecordBuilder.warning(of: record)].compactMap(\.self))
  }
}
