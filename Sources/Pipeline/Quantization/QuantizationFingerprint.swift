import Digests
import Graph
import ONNX

/// What tells a network from others: the SHA-256 of its ONNX file, without what only people read
/// (metadata and labels).
///
/// Names of tensors count, because calibration tables speak of tensors by name.
enum QuantizationFingerprint {
  /// The digest of a network.
  ///
  /// - Throws: `ONNXError` for a network that could not be written.
  static func digest(of graph: Graph) throws -> Digest {
    var graph = graph
    graph.name = ""
    graph.contract = ModelContract()
    graph.layerOutputs = [:]
    var stream = DigestStream()
    try ONNXModel.stream(graph) { stream.update($0) }
    return stream.digest()
  }
}
