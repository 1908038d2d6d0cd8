extension Graph {
  /// The same graph for images of another size: every recorded shape is computed again.
  ///
  /// - Throws: `GraphError.operandsDoNotFit` when something depends on the size.
  public func resized(height: Int, width: Int) throws(GraphError) -> Graph {
    var graph = self
    for input in inputs {
      let dimensions = graph[input].type.shape.dimensions
      guard dimensions.count == 4 else { continue }
      do throws(OperationError) {
        let shape = try Shape([dimensions[0], dimensions[1], height, width])
        graph[input].type = TensorType(graph[input].type.element, shape)
      } catch {
        throw .operandsDoNotFit(node: graph[input].name, reason: error)
      }
    }
    try graph.computeTypes()
    return graph
  }

  /// Leaves the height and width of images to the caller, as long as maps are whole parts of them; the
  /// recorded ones stay those that the engine plans for.
  ///
  /// - Throws: `GraphError.operandsDoNotFit` when something depends on the size.
  public mutating func leaveSizeOpen() throws(GraphError) {
    guard let input = inputs.first, self[input].type.shape.rank == 4 else { return }
    let shape = self[input].type.shape
    let other = try resizedForComparison()
    let (height, width) = (other[input].type.shape[2], other[input].type.shape[3])
    for node in nodes {
      // What is shaped by numbers of its own would be wrong for other sizes, or refuse them.
      for output in node.outputs where self[output].type.shape.rank == 4 {
        let (mine, theirs) = (self[output].type.shape, other[output].type.shape)
        let scales =
          mine[2] * height == theirs[2] * shape[2] && mine[3] * width == theirs[3] * shape[3]
        guard scales || mine[2] == 1 && mine[3] == 1 else {
          throw .operandsDoNotFit(
            node: node.name,
            reason: OperationError(
              "maps of \(shape[3])x\(shape[2]) become \(mine[3])x\(mine[2]), and of "
                + "\(width)x\(height) \(theirs[3])x\(theirs[2])"))
        }
      }
    }
    isSizeOpen = true
  }

  /// The graph for a size that differs in both directions, to see which extents follow it.
  public func resizedForComparison() throws(GraphError) -> Graph {
    guard let input = inputs.first, self[input].type.shape.rank == 4 else { return self }
    let shape = self[input].type.shape
    return try resized(height: 2 * shape[2], width: 3 * shape[3])
  }

  /// What an extent of a value is called that follows the size of images: `height`, `width/32`, or
  /// nothing where it is no such part; nil for one that does not follow.
  ///
  /// - Parameter other: `resizedForComparison()`.
  public func openExtent(_ id: ValueID, axis: Int, comparedWith other: Graph) -> String? {
    let extent = self[id].type.shape[axis]
    guard other[id].type.shape[axis] != extent else { return nil }
    guard axis == 2 || axis == 3, let input = inputs.first else { return "" }
    let (name, whole) = (axis == 2 ? "height" : "width", self[input].type.shape[axis])
    if extent == whole { return name }
    return whole.isMultiple(of: extent) ? "\(name)/\(whole / extent)" : ""
  }
}
