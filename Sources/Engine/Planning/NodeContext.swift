import Graph

/// A node about to become steps, with what is applied to its result on the way.
struct NodeContext {
  var node: Node
  /// The activation after it that is applied where the node stores its result, or the addition of
  /// `twin`'s result.
  var activation: Node?
  /// Another node that stores the same sums in other steps.
  var twin: Node?

  /// The value the steps compute: the node's result, or the activation's.
  var output: ValueID { activation?.outputs[0] ?? node.outputs[0] }
}
