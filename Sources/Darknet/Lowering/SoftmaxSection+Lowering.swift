import Graph
import Text

extension SoftmaxSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let count = lowering.shape(lowering.current).dimensions.dropFirst().reduce(1, *)
    // darknet reads no groups where there is a tree.
    let groups = tree == nil ? groups : 1
    let runs = try lowering.add(
      Reshape(target: [0, groups, count / groups]), lowering.current, as: "runs")
    let cooled = try lowering.scaled(runs, by: 1 / temperature, as: "cooled")
    let softmax: ValueID
    if let tree {
      softmax = try lowering.softmax(
        cooled, over: try lowering.tree(tree, of: count), axis: 2)
    } else {
      softmax = try lowering.add(Softmax(axis: 2), cooled, as: "softmax")
    }
    lowering.current = try lowering.add(Reshape(target: [0, count, 1, 1]), softmax, as: "map")
    return lowering.current
  }
}

extension Lowering {
  /// The tree that a section names, of as many classes as it has.
  func tree(_ name: String, of classes: Int) throws(LoweringError) -> ClassTree {
    guard let tree else {
      throw unsupported("the classes are those of the tree \(quoted(name)), which is not given")
    }
    guard tree.parents.count == classes else {
      throw unsupported("the tree has \(tree.parents.count) classes, and the layer \(classes)")
    }
    return tree
  }

  /// A softmax for each group of a tree (`softmax_tree`, `blas.c`).
  mutating func softmax(
    _ value: ValueID, over tree: ClassTree, axis: Int
  ) throws(LoweringError) -> ValueID {
    guard tree.groups.count > 1 else {
      return try add(Softmax(axis: axis), value, as: "softmax")
    }
    var parts = try split(value, axis: axis, tree.groups.map(\.count), as: "groups")
    for index in parts.indices {
      parts[index] = try add(Softmax(axis: axis), parts[index], as: "softmax")
    }
    return try add(Concatenation(axis: axis), all: parts, as: "tree")[0]
  }
}
