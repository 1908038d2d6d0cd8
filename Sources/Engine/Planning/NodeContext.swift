import Graph

/// A node about to become steps, with the activation that is to be applied on the way.
struct NodeContext {
  var node: Node
  /// The activation after it that is applied where the node stores its result.
  var activation: Node?

  /// The value the steps compute: the node's result, or the activation's.
  var output: ValueID { activation?.outputs[0] ?? node.outputs[0] }
}
