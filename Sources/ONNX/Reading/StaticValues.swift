import Graph

/// Whole numbers and factors that exporters compute from shapes in the model: `Shape`, what follows it,
/// and what reads it. With fixed shapes they are constants, and are computed while the file is read.
enum StaticValues {
  /// A list, or one number without axes.
  private struct Value {
    enum Numbers {
      case whole([Int])
      case real([Float])
    }

    var numbers: Numbers
    /// Without axes rather than a list of one.
    var isScalar: Bool

    var whole: [Int]? { if case .whole(let values) = numbers { values } else { nil } }

    var real: [Float] {
      switch numbers {
      case .whole(let values): values.map(Float.init)
      case .real(let values): values
      }
    }
  }

  /// Operators that are read in this way only.
  static let operators: Set<String> = [
    "Shape", "Size", "Gather", "Range", "Ceil", "Round", "Neg", "ReduceProd",
  ]

  /// More is no shape.
  private static let mostElements = 1024

  /// Computes a node, if all that it reads is known and small.
  ///
  /// - Returns: whether it was; then its result is a constant.
  static func fold(
    _ node: inout NodeToRead, into graph: inout GraphBuilder
  ) throws(ONNXError) -> Bool {
    guard node.outputs.count == 1, let output = node.outputs.first,
      let value = try value(of: &node, in: &graph)
    else { return false }
    let count = value.real.count
    guard count <= mostElements else { return false }
    let shape: Shape
    do throws(OperationError) { shape = value.isScalar ? .scalar : try Shape([count]) } catch {
      throw .shape(value: output, problem: error.description)
    }
    let tensor: Tensor =
      switch value.numbers {
      case .whole(let values): Tensor(values.map(Int64.init), shape: shape)
      case .real(let values): Tensor(values, shape: shape)
      }
    try graph.addStatic(tensor, for: node)
    return true
  }

  private static func value(
    of node: inout NodeToRead, in graph: inout GraphBuilder
  ) throws(ONNXError) -> Value? {
    switch node.type {
    case "Shape", "Size":
      guard let shape = graph.shape(of: node.inputs.first ?? "") else { return nil }
      // A shape that depends on the batch is that of the recorded one.
      graph.graph.isBatchDynamic = false
      if node.type == "Size" { return Value(numbers: .whole([shape.count]), isScalar: true) }
      let extents = shape.dimensions
      let start = index(try node.integer("start") ?? 0, in: extents.count)
      let end = index(try node.integer("end") ?? extents.count, in: extents.count)
      return Value(numbers: .whole(Array(extents[start..<max(start, end)])), isScalar: false)
    default: break
    }
    // Only what follows from shapes, lest arithmetic on weights changes its place.
    guard node.inputs.contains(where: graph.isStatic) else { return nil }
    var operands: [Value] = []
    for name in node.inputs where !name.isEmpty {
      guard let operand = operand(name, graph) else { return nil }
      operands.append(operand)
    }
    guard let first = operands.first else { return nil }
    return try compute(&node, first, operands)
  }

  private static func compute(
    _ node: inout NodeToRead, _ first: Value, _ operands: [Value]
  ) throws(ONNXError) -> Value? {
    switch node.type {
    case "Identity": return first
    case "Cast":
      let target = try node.integer("to").flatMap { Onnx_TensorProto.DataType(number: Int32($0)) }
      _ = try node.integer("saturate")
      switch target {
      case .int64?, .int32?:
        return first.whole == nil
          ? whole(first.real.map { Double($0).rounded(.towardZero) }, like: first) : first
      case .float?: return Value(numbers: .real(first.real), isScalar: first.isScalar)
      default: return nil
      }
    case "Floor": return real(first) { $0.rounded(.down) }
    case "Ceil": return real(first) { $0.rounded(.up) }
    case "Round": return real(first) { $0.rounded(.toNearestOrEven) }
    case "Neg":
      return first.whole.map {
        Value(numbers: .whole($0.map { 0 &- $0 }), isScalar: first.isScalar)
      }
        ?? real(first) { -$0 }
    case "Unsqueeze", "Reshape", "Flatten":
      // A number becomes a list of one, and a list stays one where it is given one extent. What would
      // have rows and columns is not computed here.
      _ = try node.integers("axes")
      _ = try node.integer("allowzero")
      _ = try node.integer("axis")
      guard
        first.real.count == 1
          || (node.type == "Reshape" && operands.count == 2
            && operands[1].real.count == 1)
      else { return nil }
      return Value(numbers: first.numbers, isScalar: false)
    case "Squeeze":
      _ = try node.integers("axes")
      return Value(numbers: first.numbers, isScalar: first.real.count == 1)
    case "ReduceProd":
      _ = try node.integers("axes")
      let keeps = try node.integer("keepdims") ?? 1
      guard let values = first.whole else { return nil }
      var product = 1
      for value in values {
        let (next, overflow) = product.multipliedReportingOverflow(by: value)
        guard !overflow else { return nil }
        product = next
      }
      return Value(numbers: .whole([product]), isScalar: keeps == 0)
    case "Gather":
      let axis = try node.integer("axis") ?? 0
      guard axis == 0, operands.count == 2, let indices = operands[1].whole else { return nil }
      var positions: [Int] = []
      for value in indices {
        let position = value < 0 ? value + first.real.count : value
        guard (0..<first.real.count).contains(position) else {
          throw node.operandProblem("takes element \(value) of \(first.real.count)")
        }
        positions.append(position)
      }
      return picked(first, positions, isScalar: operands[1].isScalar)
    case "Slice":
      let count = first.real.count
      func bound(_ position: Int, _ attribute: String) throws(ONNXError) -> Int? {
        if operands.count > position { return operands[position].whole?.first }
        return try node.integers(attribute)?.first
      }
      guard let start = try bound(1, "starts"), let end = try bound(2, "ends") else { return nil }
      _ = try node.integers("axes")
      let step = operands.count > 4 ? operands[4].whole?.first ?? 0 : 1
      guard step == 1 else { return nil }
      let (lower, upper) = (index(start, in: count), index(end, in: count))
      return picked(first, Array(lower..<max(lower, upper)), isScalar: false)
    case "Concat":
      _ = try node.integer("axis")
      let wholes = operands.map(\.whole)
      return wholes.contains(where: { $0 == nil })
        ? Value(numbers: .real(operands.flatMap(\.real)), isScalar: false)
        : Value(numbers: .whole(wholes.flatMap { $0 ?? [] }), isScalar: false)
    case "Add", "Sub", "Mul", "Div":
      guard operands.count == 2 else { return nil }
      return arithmetic(node.type, first, operands[1])
    case "Range":
      guard operands.count == 3, let start = operands[0].whole?.first,
        let end = operands[1].whole?.first, let step = operands[2].whole?.first, step != 0
      else { return nil }
      let values = Array(stride(from: start, to: end, by: step).prefix(mostElements + 1))
      return Value(numbers: .whole(values), isScalar: false)
    default: return nil
    }
  }

  /// An operand that is a small list or number.
  private static func operand(_ name: String, _ graph: GraphBuilder) -> Value? {
    guard let tensor = graph.constant(name), tensor.shape.rank <= 1,
      tensor.shape.count <= mostElements
    else { return nil }
    let isScalar = tensor.shape.rank == 0
    switch tensor.type.element {
    case .int64:
      return Value(numbers: .whole(tensor.elements(Int64.self).map { Int($0) }), isScalar: isScalar)
    case .int32:
      return Value(numbers: .whole(tensor.elements(Int32.self).map { Int($0) }), isScalar: isScalar)
    case .float32: return Value(numbers: .real(tensor.elements()), isScalar: isScalar)
    default: return nil
    }
  }

  private static func picked(_ value: Value, _ positions: [Int], isScalar: Bool) -> Value {
    switch value.numbers {
    case .whole(let values):
      Value(numbers: .whole(positions.map { values[$0] }), isScalar: isScalar)
    case .real(let values):
      Value(numbers: .real(positions.map { values[$0] }), isScalar: isScalar)
    }
  }

  /// A position counted from the end where it is negative, within the list.
  private static func index(_ position: Int, in count: Int) -> Int {
    min(max(position < 0 ? position &+ count : position, 0), count)
  }

  private static func real(_ value: Value, _ body: (Float) -> Float) -> Value? {
    guard case .real(let values) = value.numbers else { return nil }
    return Value(numbers: .real(values.map(body)), isScalar: value.isScalar)
  }

  private static func whole(_ values: [Double], like value: Value) -> Value? {
    let numbers = values.map { Int(exactly: $0) }
    guard !numbers.contains(nil) else { return nil }
    return Value(numbers: .whole(numbers.compactMap { $0 }), isScalar: value.isScalar)
  }

  /// Element by element; a single number stands for as many as the other has.
  private static func arithmetic(_ type: String, _ a: Value, _ b: Value) -> Value? {
    let count = max(a.real.count, b.real.count)
    guard [1, count].contains(a.real.count), [1, count].contains(b.real.count) else { return nil }
    let isScalar = a.isScalar && b.isScalar
    func pick<Element>(_ values: [Element], _ position: Int) -> Element {
      values[values.count == 1 ? 0 : position]
    }
    if let x = a.whole, let y = b.whole {
      var results: [Int] = []
      for position in 0..<count {
        let (p, q) = (pick(x, position), pick(y, position))
        let (result, overflow): (Int, Bool)
        switch type {
        case "Add": (result, overflow) = p.addingReportingOverflow(q)
        case "Sub": (result, overflow) = p.subtractingReportingOverflow(q)
        case "Mul": (result, overflow) = p.multipliedReportingOverflow(by: q)
        default: (result, overflow) = p.dividedReportingOverflow(by: q)
        }
        guard !overflow else { return nil }
        results.append(result)
      }
      return Value(numbers: .whole(results), isScalar: isScalar)
    }
    let (x, y) = (a.real, b.real)
    let results = (0..<count).map { position -> Float in
      let (p, q) = (pick(x, position), pick(y, position))
      switch type {
      case "Add": return p + q
      case "Sub": return p - q
      case "Mul": return p * q
      default: return p / q
      }
    }
    return Value(numbers: .real(results), isScalar: isScalar)
  }
}
