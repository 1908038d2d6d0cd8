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

  /// Whether it makes or takes quantized values.
  public var isQuantized: Bool { type(of: operation).isQuantized }
}

/// Where in the network description something came from.
public struct Origin: Hashable, Sendable {
  /// The darknet layer index: 0 for the first section after `[net]`.
  public var layer: Int
  /// The line of the section's header in the cfg, from 1; nil when the graph was read from a
  /// format that does not tell.
  public var line: Int?

  /// Creates an origin.
  public init(layer: Int, line: Int? = nil) {
    self.layer = layer
    self.line = line
  }
}
