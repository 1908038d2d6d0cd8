/// How many images a run takes.
public enum Batch: Hashable, Sendable {
  /// Always this many.
  case fixed(Int)
  /// As many as the caller brings.
  case dynamic
}

extension Graph {
  /// The same graph for another batch: every recorded shape is computed again.
  ///
  /// - Throws: `GraphError.operandsDoNotFit` when an operation cannot carry the batch.
  public func rebatched(to batch: Int) throws(GraphError) -> Graph {
    var graph = self
    for input in allInputs {
      let type = graph[input].type
      graph[input].type = try Graph.rebatched(type, to: batch, of: graph[input].name)
    }
    try graph.computeTypes()
    return graph
  }

  /// Computes the types of all results from those of the inputs.
  mutating func computeTypes() throws(GraphError) {
    for node in nodes {
      do throws(OperationError) {
        let types = try node.operation.outputTypes(for: node.inputs.map { self[$0].type })
        for (output, type) in zip(node.outputs, types) { self[output].type = type }
      } catch {
        throw .operandsDoNotFit(node: node.name, reason: error)
      }
    }
  }

  private static func rebatched(
    _ type: TensorType, to batch: Int, of name: String
  ) throws(GraphError) -> TensorType {
    guard type.shape.rank > 0 else { return type }
    do throws(OperationError) {
      return TensorType(type.element, try Shape([batch] + type.shape.dimensions.dropFirst()))
    } catch {
      throw .operandsDoNotFit(node: name, reason: error)
    }
  }
}
