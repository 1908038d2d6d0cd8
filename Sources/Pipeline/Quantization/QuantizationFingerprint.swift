import Digests
import Graph
import Provenance

/// What tells a network from others: the SHA-256 of its inputs, operations and constants.
///
/// It goes over names, because calibration tables speak of tensors by name, and over the bytes of
/// every constant, but not over what only people read (metadata, labels, where files lie).
struct QuantizationFingerprint {
  private var stream = DigestStream()
  private let graph: Graph
  private var known: Set<ValueID> = []

  /// The digest of a network.
  static func digest(of graph: Graph) -> Digest {
    var fingerprint = QuantizationFingerprint(graph)
    return fingerprint.digest()
  }

  private init(_ graph: Graph) { self.graph = graph }

  private mutating func digest() -> Digest {
    for input in graph.inputs { add(input, as: "input") }
    for node in graph.nodes {
      add("node \(node.operation)")
      for operand in node.inputs { add(operand, as: "operand") }
      for result in node.outputs { add(result, as: "result") }
    }
    for output in graph.outputs { add(output, as: "output") }
    return stream.digest()
  }

  private mutating func add(_ value: ValueID, as role: String) {
    let tensor = graph[value]
    add("\(role) \(tensor.name) \(tensor.type.element.rawValue) \(tensor.type.shape)")
    guard let constant = tensor.constant, known.insert(value).inserted else { return }
    constant.buffer.withUnsafeBytes { stream.update($0) }
  }

  /// Adds text with its length, so that no two lists of texts are the same bytes.
  private mutating func add(_ text: String) {
    Array("\(text.utf8.count) \(text)\n".utf8).withUnsafeBytes { stream.update($0) }
  }
}
