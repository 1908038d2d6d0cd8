import Graph

/// Padding of planes.
enum PadSteps {
  static func build(_ planner: inout Planner, _ context: NodeContext) throws(EngineError) {
    guard let pad = context.node.operation as? Pad else { return }
    let input = try planner.planar(context.node.inputs[0])
    guard input.type.element == .float32 else {
      throw .unsupported(node: context.node.name, reason: "only float32 is padded")
    }
    let output = planner.allocate(context.output, interleaved: false)
    let own = input.type.shape.dimensions
    let dimensions = output.type.shape.dimensions
    let strides = input.strides
    let columns = dimensions.last ?? 1
    let step = StridedIndex.rows(name: context.node.name, dimensions) { memory, row, outer in
      let to = memory.write(output, as: Float.self) + row * columns
      to.update(repeating: pad.value, count: columns)
      var rest = row
      var offset = 0
      for axis in outer.indices.reversed() {
        let index = rest % outer[axis] - pad.before[axis]
        guard own[axis] > index, index >= 0 else { return }
        offset += index * strides[axis]
        rest /= outer[axis]
      }
      (to + (pad.before.last ?? 0)).update(
        from: memory.read(input) + offset, count: own.last ?? 1)
    }
    planner.append(step, reading: [input], writing: [output])
  }
}
