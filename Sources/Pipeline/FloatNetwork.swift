import Files
import Graph

/// A float network about to be quantized: with raw heads, for one picture, and what the result has
/// to be given back.
struct FloatNetwork {
  /// The network.
  var graph: Graph
  /// What the outputs of the result are.
  var outputForm: OutputForm
  /// How boxes are suppressed where `outputForm` is `nms`.
  var suppression = NonMaximumSuppression(limit: 100, overlap: 0.45, threshold: 0.25)
  /// The pictures of a run of the result; nil for any number.
  var batch: Int?
  /// Things worth saying.
  var warnings: [String]

  /// Reads a `.cfg` with its weights, or a float `.onnx` file.
  ///
  /// - Throws: `PipelineError`.
  init(path: String, weights: String?) throws(PipelineError) {
    if Checkpoint.isCfg(path) {
      let checkpoint = try Checkpoint(cfg: path, weights: weights)
      graph = try checkpoint.graph()
      graph.contract.sources = checkpoint.digests()
      graph.contract.producer = ToolVersion.text
      outputForm = .raw
      batch = 1
      warnings = checkpoint.warnings
      return
    }
    let model = try Model.load(path: path, weights: weights)
    warnings = model.warnings
    graph = model.graph
    outputForm = graph.contract.outputForm
    batch = graph.isBatchDynamic ? nil : graph.inputs.first.map { model.graph[$0].type.shape[0] }
    for node in graph.nodes where node.operation is Quantization {
      throw .usage(
        "\(path): is quantized already (node \(node.name)); give the float model, or the cfg")
    }
    if let node = graph.nodes.first(where: { $0.operation is NonMaximumSuppression }) {
      suppression = node.operation as? NonMaximumSuppression ?? suppression
    }
    try restoreRawHeads(path)
    graph.isBatchDynamic = false
    do throws(GraphError) { graph = try graph.rebatched(to: 1) } catch {
      throw .malformed("\(path): \(error)")
    }
    try completeInput(path)
  }

  /// Cuts off what decodes the heads; it is added again to the result.
  private mutating func restoreRawHeads(_ path: String) throws(PipelineError) {
    guard outputForm != .raw else { return }
    var raw: [ValueID] = []
    for head in graph.contract.heads {
      guard let value = graph.layerOutputs[head.layer - 1] else {
        throw .malformed(
          "\(path): does not tell which tensor head \(head.layer) reads; convert with --heads raw")
      }
      raw.append(value)
    }
    graph.outputs = raw
    graph.contract.outputForm = .raw
  }

  /// Takes a model that does not tell how pictures become its input for one like darknet's.
  private mutating func completeInput(_ path: String) throws(PipelineError) {
    guard graph.contract.input == nil else { return }
    guard graph.inputs.count == 1, let input = graph.inputs.first,
      graph[input].type.shape.rank == 4, [1, 3].contains(graph[input].type.shape[1])
    else {
      throw .usage("\(path): does not take one picture [N, 3, H, W], so it cannot be calibrated")
    }
    let shape = graph[input].type.shape
    graph.contract.input = InputContract(width: shape[3], height: shape[2], channels: shape[1])
    warnings.append(
      "\(path): does not say how pictures become its input; taken to be RGB, 0 to 1, letterboxed")
  }

  /// Gives the quantized network its outputs and its batch.
  func completed(_ quantized: Graph) throws(PipelineError) -> Graph {
    var graph = quantized
    do throws(GraphError) {
      if outputForm != .raw { _ = try DecodeHeads().apply(to: &graph) }
      if outputForm == .nms { _ = try SuppressBoxes(suppression).apply(to: &graph) }
      if let batch, batch != 1 { graph = try graph.rebatched(to: batch) }
    } catch { throw .fault(error.description) }
    graph.isBatchDynamic = batch == nil
    return graph
  }
}
