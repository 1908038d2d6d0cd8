import Graph

/// A loop over the elements of a result in memory order, with the matching elements of operands
/// that may be strided or repeated. Axes that run on without gaps in all of them are one.
struct StridedLoop: Sendable {
  /// The elements of the innermost run.
  let columns: Int
  /// The number of runs.
  let rows: Int
  /// The distance between neighbours of a run, for each operand.
  let steps: [Int]
  private let outer: [Int]
  private let strides: [[Int]]

  /// Extents from the outermost to the innermost axis, and for each operand (the result is one of
  /// them) the stride along each axis.
  init(_ dimensions: [Int], strides: [[Int]]) {
    var extents: [Int] = []
    var kept = strides.map { _ in [Int]() }
    for axis in dimensions.indices where dimensions[axis] != 1 || dimensions.count == 1 {
      let extent = dimensions[axis]
      let runsOn =
        !extents.isEmpty
        && strides.indices.allSatisfy { kept[$0].last == strides[$0][axis] * extent }
      if runsOn {
        extents[extents.count - 1] *= extent
        for operand in strides.indices {
          kept[operand][kept[operand].count - 1] = strides[operand][axis]
        }
      } else {
        extents.append(extent)
        for operand in strides.indices { kept[operand].append(strides[operand][axis]) }
      }
    }
    columns = extents.last ?? 1
    outer = Array(extents.dropLast())
    rows = outer.reduce(1, *)
    steps = kept.map { $0.last ?? 0 }
    self.strides = kept.map { Array($0.dropLast()) }
  }

  /// The offset of the first element of a run, in an operand.
  func offset(row: Int, operand: Int) -> Int {
    var rest = row
    var offset = 0
    for axis in outer.indices.reversed() {
      offset += rest % outer[axis] * strides[operand][axis]
      rest /= outer[axis]
    }
    return offset
  }

  /// The most elements a unit does, so that long runs can be shared by threads.
  private static let unit = 4096

  /// The parts that each run is cut into.
  private var parts: Int { (columns + StridedLoop.unit - 1) / StridedLoop.unit }

  /// A step that calls `body` with the offsets of all operands and the number of elements.
  func step(
    name: String, _ body: @escaping @Sendable (Memory, [Int], Int) -> Void
  ) -> Step {
    let parts = parts
    // Short runs are done several at a time.
    let group = parts > 1 ? 1 : max(1, StridedLoop.unit / max(columns, 1))
    return Step(name: name, units: (rows * parts + group - 1) / group) { memory, units in
      var offsets = Array(repeating: 0, count: steps.count)
      for index in units.lowerBound * group..<min(units.upperBound * group, rows * parts) {
        let (row, first) = (index / parts, index % parts * StridedLoop.unit)
        for operand in offsets.indices {
          offsets[operand] = offset(row: row, operand: operand) + first * steps[operand]
        }
        body(memory, offsets, min(columns - first, StridedLoop.unit))
      }
    }
  }
}
