import Graph

/// The channels of a graph's values in classes that can be scaled without changing what the graph
/// computes.
///
/// When every channel of every value is multiplied with the factor (above 0) of its class,
/// convolutions and matrix products can take the factors into their filters and biases, and
/// everything between passes them on. Pinned classes have the factor 1: graph inputs and outputs,
/// and what operations read or write that are not linear in their channels.
public struct ChannelClasses: Sendable {
  /// The number of classes.
  public let count: Int
  /// Whether each class keeps the factor 1.
  public let isPinned: [Bool]
  private let offsets: [Int]
  private let classes: [Int]

  /// Finds the classes.
  ///
  /// Batch normalization should be folded before (`FoldBatchNormalization`): what is not keeps the
  /// factor 1 on both sides.
  public init(of graph: Graph) {
    var union = ChannelUnion(graph)
    for value in graph.allInputs + graph.allOutputs { union.pin(value) }
    for node in graph.nodes { union.add(node) }
    offsets = union.offsets
    (classes, isPinned) = union.classes()
    count = isPinned.count
  }

  /// The class of each channel (axis 1) of a value; empty for constants and for values without
  /// channels.
  public func classes(of value: ValueID) -> ArraySlice<Int> {
    classes[offsets[value.index]..<offsets[value.index + 1]]
  }
}
