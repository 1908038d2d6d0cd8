/// Lets a network take its image as bytes, or with its channels last.
///
/// What reads bytes as quantized values of the scale 1/255, as integer networks do, takes them as they
/// are. For everything else they are cast and divided by 255, which gives the very numbers that the
/// usual input has. The order of the channels is `ReorderChannels`'.
///
/// Requires: one input, an image in planes, in float. Ensures: `contract.input` has the form.
public struct AcceptImages: Pass {
  private let form: InputForm

  /// Creates the pass.
  public init(_ form: InputForm) { self.form = form }

  /// What must hold.
  public var requires: Set<GraphProperty> { [] }

  /// What holds afterwards.
  public var ensures: Set<GraphProperty> { [.inputHasForm(form)] }

  /// Replaces the input.
  public func apply(to graph: inout Graph) throws(GraphError) -> Bool {
    guard let contract = graph.contract.input, let old = graph.inputs.first,
      graph.inputs.count == 1, contract.form.numbers == .float, contract.form.axes == .nchw,
      form.numbers != .float || form.axes != .nchw
    else { return false }
    let (name, type) = (graph[old].name, graph[old].type)
    graph.rename(old, to: "\(name)_planes")
    let element: ElementType = form.numbers == .uint8 ? .uint8 : .float32
    let shape = type.shape.dimensions
    let image: Shape
    do throws(OperationError) {
      image =
        form.axes == .nhwc ? try Shape([shape[0], shape[2], shape[3], shape[1]]) : type.shape
    } catch { throw .operandsDoNotFit(node: name, reason: error) }
    let input = graph.addInput(name, TensorType(element, image))
    graph.inputs = [input]
    var front: [Node] = []
    var planes = input
    if form.axes == .nhwc {
      let transpose = Transpose(permutation: [0, 3, 1, 2])
      if form.numbers == .float {
        front.append(
          Node(name: graph[old].name, operation: transpose, inputs: [input], outputs: [old]))
      } else {
        let count = graph.nodes.count
        planes = try graph.add(transpose, [input], name: "\(name)_byte_planes")
        front = Array(graph.nodes[count...])
        graph.nodes.removeSubrange(count...)
      }
    }
    if form.numbers == .uint8 {
      graph.replaceQuantized(old, by: planes)
      if graph.nodes.contains(where: { $0.inputs.contains(old) }) || graph.allOutputs.contains(old)
      {
        let count = graph.nodes.count
        let numbers = try graph.add(Cast(.float32), [planes], name: "\(name)_numbers")
        front += graph.nodes[count...]
        graph.nodes.removeSubrange(count...)
        let most = graph.addConstant("\(name)_most", Tensor(scalar: Float(255)))
        front.append(
          Node(
            name: graph[old].name, operation: Binary(.divide), inputs: [numbers, most],
            outputs: [old]))
      }
    }
    graph.nodes = front + graph.nodes
    try PassPipeline([RemoveUnused(keepsLayerOutputs: true)]).apply(to: &graph)
    graph.contract.input?.form.numbers = form.numbers
    graph.contract.input?.form.axes = form.axes
    return true
  }
}

extension Graph {
  /// Lets whatever reads an image quantized to its own bytes read the bytes.
  fileprivate mutating func replaceQuantized(_ image: ValueID, by bytes: ValueID) {
    let needed = Set(allOutputs + layerOutputs.values)
    let stored = nodes.filter { node in
      guard node.operation is Quantization, node[.x] == image, !needed.contains(node.outputs[0])
      else { return false }
      let encoding = QuantizationEncoding(
        element: self[node.outputs[0]].type.element,
        scale: node.operand(.scale(of: .y)).flatMap { self[$0].constant },
        zeroPoint: node.operand(.zeroPoint(of: .y)).flatMap { self[$0].constant })
      return encoding == .bytes
    }
    let replaced = Set(stored.flatMap(\.outputs))
    nodes = nodes.filter { !replaced.contains($0.outputs[0]) }
    for index in nodes.indices {
      nodes[index].inputs = nodes[index].inputs.map { replaced.contains($0) ? bytes : $0 }
    }
  }

  /// Gives a network the usual input, planes of red, green and blue of 0 to 1, whatever it takes: the
  /// numbers are made into what it takes in front of it.
  ///
  /// - Throws: `GraphError` for shapes that cannot be held.
  public mutating func acceptUsualImages() throws(GraphError) {
    guard let contract = contract.input, contract.form != InputForm(), let old = inputs.first,
      inputs.count == 1, self[old].type.shape.rank == 4
    else { return }
    let (name, type) = (self[old].name, self[old].type)
    rename(old, to: "\(name)_given")
    let shape: Shape
    do throws(OperationError) {
      let axes = contract.form.axes == .nhwc ? [0, 3, 1, 2] : [0, 1, 2, 3]
      shape = try Shape(axes.map { type.shape[$0] })
    } catch { throw .operandsDoNotFit(node: name, reason: error) }
    let input = addInput(name, TensorType(.float32, shape))
    inputs = [input]
    let count = nodes.count
    var current = input
    if contract.form.order == .bgr {
      let parts = try addNode("\(name)_parts", Split(axis: 1, sizes: [1, 1, 1]), [current])
      current = try add(Concatenation(axis: 1), parts.reversed(), name: "\(name)_bgr")
    }
    if contract.form.numbers == .uint8 {
      let scale = addConstant(
        "\(name)_byte_scale", Tensor(scalar: QuantizationEncoding.bytes.scale))
      let zero = addConstant("\(name)_byte_zero", Tensor(scalar: UInt8(0)))
      current = try add(Quantization(), [current, scale, zero], name: "\(name)_bytes")
    }
    let permutation = contract.form.axes == .nhwc ? [0, 2, 3, 1] : [0, 1, 2, 3]
    _ = try add(Transpose(permutation: permutation), [current], name: "\(name)_arranged")
    // The last of them computes what was the input.
    nodes[nodes.count - 1].outputs = [old]
    moveToFront(nodesFrom: count)
    self.contract.input?.form = InputForm()
  }

  /// Takes off what `AcceptImages` has put in front of a float network; other networks stay.
  ///
  /// The order of the channels stays as it is.
  public mutating func takeOffImageForm() {
    guard let contract = contract.input, let input = inputs.first, inputs.count == 1,
      contract.form.numbers != .float || contract.form.axes != .nchw
    else { return }
    var planes = input
    var chain: Set<Int> = []
    func follow(_ matches: (Node) -> Bool) -> Bool {
      let readers = nodes.indices.filter { nodes[$0].inputs.contains(planes) }
      guard readers.count == 1, !outputs.contains(planes), matches(nodes[readers[0]]),
        nodes[readers[0]].inputs[0] == planes
      else { return false }
      planes = nodes[readers[0]].outputs[0]
      chain.insert(readers[0])
      return true
    }
    if contract.form.axes == .nhwc {
      guard follow({ ($0.operation as? Transpose)?.permutation == [0, 3, 1, 2] }) else { return }
    }
    if contract.form.numbers == .uint8 {
      guard follow({ ($0.operation as? Cast)?.element == .float32 }),
        follow({ node in
          (node.operation as? Binary)?.function == .divide
            && values[node.inputs[1].index].constant?.elements(Float.self) == [255]
        })
      else { return }
    }
    let name = self[input].name
    rename(input, to: "\(name)_given")
    rename(planes, to: name)
    inputs = [planes]
    nodes = nodes.enumerated().filter { !chain.contains($0.offset) }.map(\.element)
    self.contract.input?.form.numbers = .float
    self.contract.input?.form.axes = .nchw
  }
}

extension QuantizationEncoding {
  /// An image of 0 to 1 as its own bytes.
  public static let bytes = QuantizationEncoding(
    element: .uint8, scale: 1 / 255, zeroPoint: 0)
}
