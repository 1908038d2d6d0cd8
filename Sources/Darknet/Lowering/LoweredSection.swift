import Graph

/// A section that can become operations of a graph.
protocol LoweredSection: LayerSection {
  /// Adds the layer's operations.
  ///
  /// - Returns: the value that holds the layer's output as darknet records it.
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID
}
