import Graph

/// Padding of planes.
enum PadSteps {
  static func build(
    _ pad: Pad, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.planar(context.node[.x])
    let output = planner.allocate(context.output, interleaved: false)
    let name = context.node.name
    let step: Step
    switch input.type.element {
    case .float32: step = rows(name, pad, pad.value, input, output)
    case .uint8: step = rows(name, pad, try fill(pad, name, UInt8.init(exactly:)), input, output)
    case .int8: step = rows(name, pad, try fill(pad, name, Int8.init(exactly:)), input, output)
    default: throw .unsupported(node: name, reason: "only float32, uint8 and int8 are padded")
    }
    planner.append(step, reading: [input], writing: [output])
  }

  private static func fill<Element>(
    _ pad: Pad, _ name: String, _ convert: (Float) -> Element?
  ) throws(EngineError) -> Element {
    guard let value = convert(pad.value) else {
      throw .unsupported(node: name, reason: "\(pad.value) is no \(Element.self) to pad with")
    }
    return value
  }

  private static func rows<Element: BitwiseCopyable & Sendable>(
    _ name: String, _ pad: Pad, _ value: Element, _ input: Location, _ output: Location
  ) -> Step {
    let own = input.type.shape.dimensions
    let strides = input.strides
    let dimensions = output.type.shape.dimensions
    let columns = dimensions.last ?? 1
    return StridedIndex.rows(name: name, dimensions) { memory, row, outer in
      let to = memory.write(output, as: Element.self) + row * columns
      to.update(repeating: value, count: columns)
      var rest = row
      var offset = 0
      for axis in outer.indices.reversed() {
        let index = rest % outer[axis] - pad.before[axis]
        guard own[axis] > index, index >= 0 else { return }
        offset += index * strides[axis]
        rest /= outer[axis]
      }
      (to + (pad.before.last ?? 0)).update(
        from: memory.read(input, as: Element.self) + offset, count: own.last ?? 1)
    }
  }
}
