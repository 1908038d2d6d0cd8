import Graph

/// What an operator file is told of the node it writes.
struct NodeToWrite {
  let name: String
  /// The darknet layer, for people who look at the file.
  let origin: Origin?
  /// The names of the operands in the file.
  let inputs: [String]
  /// The names of the results in the file.
  let outputs: [String]
  let operandTypes: [TensorType]
  let resultTypes: [TensorType]
}
