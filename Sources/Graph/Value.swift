/// Names a value within its graph.
public struct ValueID: Hashable, Sendable {
  /// The position in `Graph.values`.
  public let index: Int

  init(_ index: Int) { self.index = index }
}

/// A named tensor of the graph: an input, a constant, or what a node computes.
public struct Value: Sendable {
  /// Unique in the graph, never empty.
  public var name: String
  /// The element type and shape.
  public var type: TensorType
  /// The elements of a constant; nil for inputs and computed values.
  public var constant: Tensor?
  /// The darknet layer it belongs to; nil for what belongs to none.
  public var origin: Origin?
}
