/// One step of the computation.
public struct Node: Sendable {
  /// Unique in the graph, never empty.
  public var name: String
  /// What is computed.
  public var operation: any Operation
  /// The operands, in the order the operation documents.
  public var inputs: [ValueID]
  /// The results, in the order the operation documents.
  public var outputs: [ValueID]
  /// The darknet layer it belongs to.
  public var origin: Origin?

  /// Creates a node that is in no graph.
  public init(
    name: String, operation: any Operation, inputs: [ValueID], outputs: [ValueID],
    origin: Origin? = nil
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.outputs = outputs
    self.origin = origin
  }

  /// Whether it makes or takes stored numbers.
  public var isQuantized: Bool { type(of: operation).isQuantized }
}
