import Graph

/// Parts of planes fetched from, or put to, where indices say. Indices outside of a tensor, among them
/// the -1 of rows that suppression leaves, fetch zeros and put nothing.
enum IndexingSteps {
  static func buildChoice(
    _ gather: Gather, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let x = try planner.planar(context.node[.x])
    let output = planner.allocate(context.output, interleaved: false)
    let shape = x.type.shape
    let axis = gather.axis < 0 ? gather.axis + shape.rank : gather.axis
    let outer = shape.dimensions[..<axis].reduce(1, *)
    let run = shape.dimensions[(axis + 1)...].reduce(x.type.element.byteCount, *)
    let (row, picked) = (shape[axis] * run, gather.indices.count * run)
    let step = Step(name: context.node.name, units: outer) { memory, units in
      let source: UnsafePointer<UInt8> = memory.read(x)
      let target: UnsafeMutablePointer<UInt8> = memory.write(output)
      for unit in units {
        for (place, index) in gather.indices.enumerated() {
          (target + unit * picked + place * run).update(
            from: source + unit * row + index * run, count: run)
        }
      }
    }
    planner.append(step, reading: [x], writing: [output])
  }

  static func buildGather(
    _ gather: GatherND, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let x = try planner.planar(context.node[.x])
    let indices = try planner.planar(context.node[.indices])
    let output = planner.allocate(context.output, interleaved: false)
    let batch = x.type.shape.dimensions[..<gather.batchAxes].reduce(1, *)
    let shape = Array(x.type.shape.dimensions[gather.batchAxes...])
    let depth = indices.type.shape.dimensions.last ?? 1
    let rows = indices.type.shape.count / max(depth * batch, 1)
    let size = shape.reduce(1, *)
    let run = shape[depth...].reduce(1, *)
    let step = Step(name: context.node.name, units: batch * rows) { memory, units in
      let source: UnsafePointer<Float> = memory.read(x)
      let table: UnsafePointer<Int64> = memory.read(indices)
      let target: UnsafeMutablePointer<Float> = memory.write(output)
      for unit in units {
        let part = target + unit * run
        guard let start = position(table + unit * depth, shape[..<depth]) else {
          part.update(repeating: 0, count: run)
          continue
        }
        part.update(from: source + unit / rows * size + start * run, count: run)
      }
    }
    planner.append(step, reading: [x, indices], writing: [output])
  }

  static func buildScatter(
    _: ScatterND, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let x = try planner.planar(context.node[.x])
    let indices = try planner.planar(context.node[.indices])
    let updates = try planner.planar(context.node[.data(1)])
    let output = planner.allocate(context.output, interleaved: false)
    let shape = x.type.shape.dimensions
    let (count, rows) = (x.type.shape.count, updates.type.shape.count)
    let step = Step(name: context.node.name, units: 1) { memory, _ in
      let target: UnsafeMutablePointer<Float> = memory.write(output)
      target.update(from: memory.read(x), count: count)
      let table: UnsafePointer<Int64> = memory.read(indices)
      let values: UnsafePointer<Float> = memory.read(updates)
      for row in 0..<rows {
        guard let place = position(table + row * shape.count, shape[...]) else { continue }
        target[place] = values[row]
      }
    }
    planner.append(step, reading: [x, indices, updates], writing: [output])
  }

  /// The position that a row of indices stands for; nil outside.
  private static func position(_ row: UnsafePointer<Int64>, _ extents: ArraySlice<Int>) -> Int? {
    var position = 0
    for (axis, extent) in extents.enumerated() {
      guard let index = Int(exactly: row[axis]), (0..<extent).contains(index) else { return nil }
      position = position * extent + index
    }
    return position
  }
}
