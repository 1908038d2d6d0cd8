import Graph

/// A node about to become steps, with the activation that is to be applied on the way.
struct NodeContext {
  var node: Node
  var activation: FusedActivation?

  /// The value the steps compute: the node's result, or the activation's.
  var output: ValueID { activation?.output ?? node.outputs[0] }
}

/// An activation that is applied where the node before it stores its result.
struct FusedActivation {
  var function: Unary.Function
  var output: ValueID
}
