import Graph

/// A quantized network, and what is known of it.
public struct QuantizedNetwork: Sendable {
  /// The network, with the dequantized output of every darknet layer.
  public let graph: Graph
  /// The network as it is written to a file: without what only serves to look into it, and with the
  /// operators that the domain asked for has.
  public let artifact: Graph
  /// What was chosen and what it costs.
  public let report: QuantizationReport
}
