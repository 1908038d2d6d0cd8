import Graph

/// Transpositions: every element of the result fetched from its place in the operand.
enum TransposeSteps {
  static func build(
    _ transpose: Transpose, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.location(of: context.node[.x])
    guard input.type.element.byteCount <= 4 else {
      throw .unsupported(
        node: context.node.name, reason: "transposing \(input.type.element) has no kernel")
    }
    let output = planner.allocate(context.output, interleaved: false)
    let dimensions = output.type.shape.dimensions
    let strides = transpose.permutation.map { input.strides[$0] }
    let columns = dimensions.last ?? 1
    let isByte = input.type.element.byteCount == 1
    let step = StridedIndex.rows(name: context.node.name, dimensions) { memory, row, outer in
      let first = StridedIndex.offset(row, outer, strides.dropLast())
      let stride = strides.last ?? 1
      if isByte {
        gather(
          memory.read(input, as: UInt8.self) + first, stride, columns,
          memory.write(output) + row * columns)
      } else {
        gather(
          memory.read(input, as: UInt32.self) + first, stride, columns,
          memory.write(output) + row * columns)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }

  private static func gather<Element>(
    _ from: UnsafePointer<Element>, _ stride: Int, _ count: Int,
    _ to: UnsafeMutablePointer<Element>
  ) {
    for i in 0..<count { to[i] = from[i * stride] }
  }
}

extension StridedIndex {
  /// The offset of the element with a row-major position in `dimensions`.
  static func offset(
    _ position: Int, _ dimensions: ArraySlice<Int>, _ strides: ArraySlice<Int>
  ) -> Int {
    offset(position, Array(dimensions), Array(strides))
  }

  /// A step with one unit for each row (run along the last axis) of a planar result.
  static func rows(
    name: String, _ dimensions: [Int],
    _ body: @escaping @Sendable (Memory, Int, ArraySlice<Int>) -> Void
  ) -> Step {
    let outer = dimensions.dropLast()
    return Step(name: name, units: outer.reduce(1, *)) { memory, rows in
      for row in rows { body(memory, row, outer) }
    }
  }
}
