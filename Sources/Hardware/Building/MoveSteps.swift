import Engine
import Graph

/// Steps that move values, looked up in tables on the way or not.
enum MoveSteps {
  typealias Step = HardwareNetwork.Step
  typealias Move = HardwareNetwork.Move

  // MARK: Tables

  static func function(
    _: some Operation, _ node: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    guard let table = ByteTables.table(of: node, in: builder.graph) else {
      throw .unsupported(
        node: node.name, reason: "all its operands but the first must be constants")
    }
    let element = builder.graph[node.outputs[0]].type.element
    let constant = builder.addTable(table, element)
    step.tables = [constant]
    try same((), node, &step, &builder)
    step.moves?[0].table = constant
  }

  // MARK: Joining and cutting

  static func concatenation(
    _ concatenation: Concatenation, _: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    step.moves = joining(step, axis: concatenation.axis, builder)
  }

  static func quantizedConcatenation(
    _ concatenation: QuantizedConcatenation, _ node: Node, _ step: inout Step,
    _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let y = try builder.encoding(.y, of: node)
    var moves = joining(step, axis: concatenation.axis, builder)
    for (index, stored) in node.stored.filter({ $0.role != .y }).enumerated() {
      let x = try builder.encoding(stored, of: node)
      guard x != y else { continue }
      let table = builder.addTable(ByteTables.rescaling(from: x, to: y), y.element)
      moves[index].table = table
      step.tables = (step.tables ?? []) + [table]
    }
    step.moves = moves
  }

  private static func joining(_ step: Step, axis: Int, _ builder: NetworkBuilder) -> [Move] {
    let output = builder.shape(step.outputs[0])
    let axis = axis < 0 ? axis + output.count : axis
    var start = 0
    return step.inputs.map { input in
      let shape = builder.shape(input)
      defer { start += shape[axis] }
      let strides = strides(of: output)
      return Move(
        input: input, output: step.outputs[0], counts: shape, from: 0,
        fromStrides: MoveSteps.strides(of: shape),
        to: start * strides[axis], toStrides: strides)
    }
  }

  static func split(
    _ split: Split, _: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    var start = 0
    var moves: [Move] = []
    for output in step.outputs {
      moves.append(cutting(step.inputs[0], output, axis: split.axis, start: start, builder))
      start += moves[moves.count - 1].counts[positive(split.axis, builder.shape(output).count)]
    }
    step.moves = moves
  }

  static func slice(
    _ slice: Slice, _: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let shape = builder.shape(step.inputs[0])
    let size = shape[positive(slice.axis, shape.count)]
    let start = min(max(slice.start < 0 ? slice.start + size : slice.start, 0), size)
    step.moves = [
      cutting(step.inputs[0], step.outputs[0], axis: slice.axis, start: start, builder)
    ]
  }

  private static func cutting(
    _ input: Int, _ output: Int, axis: Int, start: Int, _ builder: NetworkBuilder
  ) -> Move {
    let (from, to) = (builder.shape(input), builder.shape(output))
    let strides = strides(of: from)
    return Move(
      input: input, output: output, counts: to, from: start * strides[positive(axis, to.count)],
      fromStrides: strides, to: 0, toStrides: MoveSteps.strides(of: to))
  }

  // MARK: Moving all

  /// The same elements in the same order.
  static func same(
    _: some Any, _: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let count = builder.shape(step.outputs[0]).reduce(1, *)
    step.moves = [
      Move(
        input: step.inputs[0], output: step.outputs[0], counts: [count], from: 0, fromStrides: [1],
        to: 0, toStrides: [1])
    ]
  }

  static func transpose(
    _ transpose: Transpose, _: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let from = strides(of: builder.shape(step.inputs[0]))
    let shape = builder.shape(step.outputs[0])
    step.moves = [
      Move(
        input: step.inputs[0], output: step.outputs[0], counts: shape, from: 0,
        fromStrides: transpose.permutation.map { from[$0] }, to: 0, toStrides: strides(of: shape))
    ]
  }

  static func upsample(
    _ upsample: UpsampleNearest, _: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let shape = builder.shape(step.inputs[0])
    let (height, width) = (upsample.scale.height, upsample.scale.width)
    let row = shape[3] * width
    step.moves = [
      Move(
        input: step.inputs[0], output: step.outputs[0],
        counts: [shape[0] * shape[1] * shape[2], height, shape[3], width], from: 0,
        fromStrides: [shape[3], 0, 1, 0], to: 0, toStrides: [height * row, row, width, 1])
    ]
  }

  static func pad(
    _ pad: Pad, _ node: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let (from, to) = (builder.shape(step.inputs[0]), builder.shape(step.outputs[0]))
    guard pad.before.allSatisfy({ $0 >= 0 }), pad.after.allSatisfy({ $0 >= 0 }),
      let value = Int(exactly: pad.value)
    else {
      throw .unsupported(node: node.name, reason: "cuts elements off, or pads with no number")
    }
    let strides = strides(of: to)
    step.moves = [
      Move(
        output: step.outputs[0], value: value, counts: [to.reduce(1, *)], from: 0, fromStrides: [0],
        to: 0, toStrides: [1]),
      Move(
        input: step.inputs[0], output: step.outputs[0], counts: from, from: 0,
        fromStrides: MoveSteps.strides(of: from),
        to: zip(pad.before, strides).reduce(0) { $0 + $1.0 * $1.1 }, toStrides: strides),
    ]
  }

  private static func strides(of shape: [Int]) -> [Int] {
    StoredShape(rowMajor: shape).axes.map(\.stride)
  }

  private static func positive(_ axis: Int, _ rank: Int) -> Int { axis < 0 ? axis + rank : axis }
}
