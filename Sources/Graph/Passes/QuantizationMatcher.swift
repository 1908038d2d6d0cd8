/// Finds what `FoldQuantization` folds.
struct QuantizationMatcher {
  typealias Operand = QuantizationFold.Operand

  private let graph: Graph
  /// The node that computes a value.
  private var producers: [ValueID: Node] = [:]
  /// The positions of the nodes that read a value.
  private var readers: [ValueID: [Int]] = [:]
  private let outputs: Set<ValueID>
  private let layerOutputs: Set<ValueID>

  init(_ graph: Graph) {
    self.graph = graph
    outputs = Set(graph.allOutputs)
    layerOutputs = Set(graph.layerOutputs.values)
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs { readers[input, default: []].append(index) }
      for output in node.outputs { producers[output] = node }
    }
  }

  /// The folded form of a node; nil for one that stays.
  func fold(_ node: Node) -> QuantizationFold? {
    var results: [QuantizationFold.Result] = []
    for output in node.outputs {
      guard let result = result(output) else { return nil }
      results.append(result)
    }
    guard let first = results.first,
      results.allSatisfy({ $0.encoding.element == first.encoding.element })
    else { return nil }
    let form = node.operand(.filters) == nil ? form(of: node, results) : sums(node, first)
    guard let (operation, operands) = form else { return nil }
    return QuantizationFold(operation: operation, operands: operands, results: results)
  }

  // MARK: Results

  /// How a result is stored, if it is read by nothing but quantizations of one encoding, with or
  /// without a limit in front that changes nothing.
  private func result(_ real: ValueID) -> QuantizationFold.Result? {
    if let result = quantized(real) { return result }
    guard let readers = readers[real], readers.count == 1, !outputs.contains(real),
      !layerOutputs.contains(real), let unary = graph.nodes[readers[0]].operation as? Unary,
      let limits = limits(of: unary), var result = quantized(graph.nodes[readers[0]].outputs[0]),
      result.encoding.isWithin(limits.lower, limits.upper)
    else { return nil }
    result.absorbed.append(readers[0])
    return result
  }

  private func quantized(_ real: ValueID) -> QuantizationFold.Result? {
    guard let readers = readers[real], !outputs.contains(real) else { return nil }
    let nodes = readers.map { graph.nodes[$0] }
    let encodings = nodes.map(encoding)
    // Quantizations beyond the first become other names, which outputs cannot.
    guard let first = encodings[0], encodings.allSatisfy({ $0 == first }),
      nodes.dropFirst().allSatisfy({ !outputs.contains($0.outputs[0]) })
    else { return nil }
    return QuantizationFold.Result(
      real: real, stored: nodes.map { $0.outputs[0] }, quantization: nodes[0], encoding: first,
      absorbed: readers)
  }

  private func encoding(of node: Node) -> QuantizationEncoding? {
    guard node.operation is Quantization,
      let zeroPoint = graph[node[.zeroPoint(of: .y)]].constant
    else { return nil }
    return bytes(
      of: zeroPoint.type.element, graph[node[.scale(of: .y)]].constant, zeroPoint)
  }

  /// An encoding of 8 bits; of 16 bits nothing is folded, as no operation takes them.
  private func bytes(
    of element: ElementType, _ scale: Tensor?, _ zeroPoint: Tensor?
  ) -> QuantizationEncoding? {
    element.isByte
      ? QuantizationEncoding(element: element, scale: scale, zeroPoint: zeroPoint) : nil
  }

  private func limits(of unary: Unary) -> (lower: Float, upper: Float)? {
    switch unary.function {
    case .relu: (0, .infinity)
    case .clip(let lower, let upper): (lower, upper)
    default: nil
    }
  }

  // MARK: Operands

  /// A dequantized operand with one scale: quantized values, scale, zero point.
  private struct Stored {
    var operands: [Operand]
    var encoding: QuantizationEncoding
  }

  private func stored(_ real: ValueID, _ label: String) -> Stored? {
    guard let node = producers[real], node.operation is Dequantization else { return nil }
    let x = node.stored(.x)
    let zeroPoint = x.zeroPoint.flatMap { graph[$0].constant }
    guard zeroPoint != nil || x.zeroPoint == nil,
      let encoding = bytes(
        of: graph[x.value].type.element, graph[x.scale].constant, zeroPoint)
    else { return nil }
    return Stored(operands: operands(of: node, label), encoding: encoding)
  }

  /// The operands of a dequantization, the zero point in any case.
  private func operands(of dequantization: Node, _ label: String) -> [Operand] {
    let given = dequantization.inputs.map(Operand.value)
    if given.count == 3 { return given }
    let isSigned = graph[dequantization[.x]].type.element == .int8
    let zero = isSigned ? Tensor(scalar: Int8(0)) : Tensor(scalar: UInt8(0))
    return given + [.constant("\(label)_zero_point", zero)]
  }

  // MARK: Operations

  private func form(
    of node: Node, _ results: [QuantizationFold.Result]
  ) -> (any Operation, [Operand])? {
    var operands: [Stored] = []
    for (index, input) in node.inputs.enumerated() {
      guard let operand = stored(input, "operand\(index)") else { return nil }
      operands.append(operand)
    }
    guard !operands.isEmpty, let y = results.first?.encoding,
      operands.allSatisfy({ $0.encoding.element == y.element })
    else { return nil }
    let isSame =
      operands.allSatisfy { $0.encoding == y } && results.allSatisfy { $0.encoding == y }
    if isSame, let operation = node.operation.storedForm(y) {
      return (operation, operands.map { $0.operands[0] })
    }
    guard let operation = node.operation.quantizedForm else { return nil }
    var roles = encoding(of: results[0])
    for (index, operand) in operands.enumerated() {
      roles.merge(zip(OperandRole.stored(index), operand.operands)) { $1 }
    }
    return arranged(operation, roles)
  }

  /// The scale and zero point of a result.
  private func encoding(of result: QuantizationFold.Result) -> [OperandRole: Operand] {
    let operands = result.quantization.inputs.dropFirst().map(Operand.value)
    return Dictionary(uniqueKeysWithValues: zip(OperandRole.resultEncoding, operands))
  }

  /// Operands in the order that an operation wants; nil where it has roles for others.
  private func arranged(
    _ operation: any Operation, _ operands: [OperandRole: Operand]
  ) -> (any Operation, [Operand])? {
    let order = type(of: operation).operandRoles(count: operands.count)
    let arranged = order.compactMap { operands[$0] }
    return arranged.count == operands.count ? (operation, arranged) : nil
  }

  // MARK: Sums of products

  private func sums(
    _ node: Node, _ result: QuantizationFold.Result
  ) -> (any Operation, [Operand])? {
    guard let operation = node.operation.quantizedForm, let x = stored(node[.x], "operand0"),
      x.encoding.element == result.encoding.element,
      let filters = producers[node[.filters]], let scales = filterScales(filters)
    else { return nil }
    var roles = encoding(of: result)
    roles.merge(zip(OperandRole.stored(0), x.operands)) { $1 }
    roles.merge(zip(OperandRole.storedFilters, operands(of: filters, "operand1"))) { $1 }
    if let real = node.operand(.bias) {
      let channels = graph[real].type.shape.count
      let units = (0..<channels).map { x.encoding.scale * scales[scales.count == 1 ? 0 : $0] }
      guard let bias = bias(real, in: units) else { return nil }
      roles[.bias] = bias
    }
    return arranged(operation, roles)
  }

  /// The scale of filters, or the scale of each; nil when the filters are not dequantized.
  private func filterScales(_ node: Node) -> [Float]? {
    guard node.operation is Dequantization, let filters = graph[node[.x]].constant,
      filters.type.element == .int8 || filters.type.element == .uint8,
      let scales = graph[node[.scale(of: .x)]].constant?.elements(Float.self),
      scales.count == 1 || scales.count == filters.shape.dimensions.first && isPerFilter(node),
      node.operand(.zeroPoint(of: .x)).map({ graph[$0].constant != nil }) ?? true
    else { return nil }
    return scales
  }

  private func isPerFilter(_ node: Node) -> Bool {
    let axis = (node.operation as? Dequantization)?.axis
    return axis == 0 || axis == -graph[node[.x]].type.shape.rank
  }

  /// A bias as whole numbers of units; nil where it has none.
  private func bias(_ real: ValueID, in units: [Float]) -> Operand? {
    if let bias = graph[real].constant, bias.type.element == .float32 {
      var whole: [Int32] = []
      for (value, unit) in zip(bias.elements(Float.self), units) {
        guard let number = Int32(exactly: (value / unit).rounded()), Float(number) * unit == value
        else { return nil }
        whole.append(number)
      }
      return .constant("bias", Tensor(whole, shape: bias.shape))
    }
    guard let node = producers[real], node.operation is Dequantization,
      let bias = graph[node[.x]].constant, bias.type.element == .int32,
      let scales = graph[node[.scale(of: .x)]].constant?.elements(Float.self),
      node.operand(.zeroPoint(of: .x)).map({ zeroPoint in
        graph[zeroPoint].constant?.elements(Int32.self).allSatisfy { $0 == 0 } == true
      }) ?? true
    else { return nil }
    // The product may have been formed in double precision and rounded afterwards.
    let isInUnits = units.enumerated().allSatisfy { channel, unit in
      abs(scales[scales.count == 1 ? 0 : channel] - unit) <= 1e-6 * unit
    }
    return isInUnits ? .value(node[.x]) : nil
  }
}
