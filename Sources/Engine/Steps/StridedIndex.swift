import Graph

/// Offsets of elements under shapes that broadcast.
enum StridedIndex {
  /// The strides of an operand along the axes of a broadcast shape: 0 where it is repeated.
  static func broadcast(_ location: Location, to dimensions: [Int]) -> [Int] {
    let own = location.type.shape.dimensions
    let strides = location.strides
    let missing = dimensions.count - own.count
    return dimensions.indices.map { axis in
      axis < missing || own[axis - missing] == 1 ? 0 : strides[axis - missing]
    }
  }

  /// The strides of a stack of matrices along the leading axes of the result.
  static func broadcast(_ location: Location, leading dimensions: [Int]) -> [Int] {
    let own = Array(location.type.shape.dimensions.dropLast(2))
    let strides = Array(location.strides.dropLast(2))
    let missing = dimensions.count - own.count
    return dimensions.indices.map { axis in
      axis < missing || own[axis - missing] == 1 ? 0 : strides[axis - missing]
    }
  }

  /// The offset of the element with a row-major position in `dimensions`.
  static func offset(_ position: Int, _ dimensions: [Int], _ strides: [Int]) -> Int {
    var rest = position
    var offset = 0
    for axis in dimensions.indices.reversed() {
      offset += rest % dimensions[axis] * strides[axis]
      rest /= dimensions[axis]
    }
    return offset
  }
}
