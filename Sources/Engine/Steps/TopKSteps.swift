import Graph

/// The largest elements along an axis of planes.
enum TopKSteps {
  static func build(
    _ selection: TopK, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.planar(context.node[.x])
    let values = planner.allocate(context.node.outputs[0], interleaved: false)
    let positions = planner.allocate(context.node.outputs[1], interleaved: false)
    let run = AxisRun(input.type.shape, axis: selection.axis)
    let count = selection.count
    let step = Step(name: context.node.name, units: run.outer * run.inner) { memory, range in
      let x: UnsafePointer<Float> = memory.read(input)
      let largest: UnsafeMutablePointer<Float> = memory.write(values)
      let places: UnsafeMutablePointer<Int64> = memory.write(positions)
      for index in range {
        let (outer, inner) = (index / run.inner, index % run.inner)
        let source = x + outer * run.extent * run.inner + inner
        let start = outer * count * run.inner + inner
        select(
          source, run.extent, run.inner, count, into: largest + start, places + start)
      }
    }
    planner.append(step, reading: [input], writing: [values, positions])
  }

  /// Keeps a sorted list of the largest so far: most elements are smaller than all of it.
  private static func select(
    _ source: UnsafePointer<Float>, _ extent: Int, _ stride: Int, _ count: Int,
    into values: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int64>
  ) {
    var filled = 0
    for position in 0..<extent {
      let value = source[position * stride]
      if filled == count, !(value > values[(count - 1) * stride]) { continue }
      var place = filled < count ? filled : count - 1
      while place > 0, value > values[(place - 1) * stride] {
        values[place * stride] = values[(place - 1) * stride]
        places[place * stride] = places[(place - 1) * stride]
        place -= 1
      }
      values[place * stride] = value
      places[place * stride] = Int64(position)
      filled = min(filled + 1, count)
    }
  }
}
