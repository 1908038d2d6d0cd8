import Darknet
import Files
import Graph
import ONNX
import Text

/// What a model of darknet says of input and heads, to be lent to an ONNX file of another program that
/// says nothing of them.
struct ForeignContract {
  /// Where it comes from, as the caller named it.
  let source: String
  /// What is lent.
  let contract: ModelContract
  /// The shapes of the raw heads, in the order of the heads.
  let shapes: [Shape]

  /// Takes what a model says.
  init(_ model: Model) {
    source = model.name
    contract = ForeignContract.usual(model.graph.contract)
    shapes = model.headValues.map { model.graph[$0].type.shape }
  }

  /// Reads a cfg, whose weights are not needed, or a model of ours.
  ///
  /// - Throws: a `Failure`, also for a network without heads.
  init(path: String) throws {
    source = path
    var graph: Graph
    if Checkpoint.isCfg(path) {
      let cfg = try MappedFile(path: path)
      let network = try Network.parse(bytes: cfg.prefix(cfg.count), file: path).get()
      graph = try Lowering.graph(of: network, parameters: NoParameters())
    } else {
      graph = try Model.load(path: path).graph
    }
    contract = ForeignContract.usual(graph.contract)
    guard !contract.heads.isEmpty else {
      throw PipelineError.malformed(
        "\(path): says nothing of heads; give the cfg that the model was trained with, or a model that "
          + "darkroom converted from it")
    }
    let heads =
      contract.outputForm == .raw
      ? graph.outputs : contract.heads.compactMap { graph.layerOutputs[$0.layer - 1] }
    shapes = heads.map { graph[$0].type.shape }
    guard shapes.count == contract.heads.count else {
      throw PipelineError.malformed(
        "\(path): does not tell which tensors its heads read; convert it to raw heads"
          + "\(with: .heads, OutputForm.raw.rawValue)")
    }
  }

  /// What is lent is how the network sees images, not how one file of it takes them.
  private static func usual(_ contract: ModelContract) -> ModelContract {
    var contract = contract
    contract.input?.form = InputForm()
    return contract
  }

  /// Gives a graph the heads of the contract, by the shapes of its outputs.
  ///
  /// - Returns: what was assumed.
  /// - Throws: a `Failure` (usage) where outputs do not correspond.
  func lend(to graph: inout Graph, called name: String) throws -> [Lines] {
    var notes: [Lines] = []
    do {
      if graph.takesChannelsLast {
        try graph.acceptChannelsFirst()
        notes.append("\(name): takes images with channels last; they are transposed for it")
      }
      if let joined = JoinedHeads(graph, of: self) {
        try joined.apply(to: &graph)
        graph.contract = contract
        graph.contract.outputForm = .decoded
        notes.append(
          "\(name): says nothing of its outputs; they are taken to be \(joined.words), of the input and "
            + "classes of \(source)")
        return notes
      }
      let found = graph.outputs.map { graph[$0].type.shape }
      // A program writes all heads in one form; shapes alone may allow several for one of them.
      let forms = HeadForm.allCases
      guard
        let places = forms.lazy.compactMap({ self.places(in: found, [$0]) }).first
          ?? self.places(in: found, forms)
      else { throw PipelineError.usage(mismatch(graph, name)) }
      var chosen: [ValueID] = []
      var arranged: Set<String> = []
      for (shape, (place, form)) in zip(shapes, places) {
        if let words = form.words { arranged.insert(words) }
        chosen.append(try form.apply(to: graph.outputs[place], shape, in: &graph))
      }
      graph.outputs = chosen
      if !arranged.isEmpty {
        notes.append(
          "\(name): its heads are \(arranged.sorted().joined(separator: ", ")) and are rearranged")
      }
    } catch let error as GraphError {
      throw LocatedFailure(name, error)
    }
    graph.contract = contract
    graph.contract.outputForm = .raw
    if let input = contract.input, let value = graph.inputs.first {
      let found = graph[value].type.shape
      guard found.rank == 4, found[1] == input.channels, found[2] == input.height,
        found[3] == input.width
      else {
        throw PipelineError.usage(
          "\(name): takes \(found), where \(source) has \(input.channels) channels of "
            + "\(input.width) x \(input.height); set width and height in the cfg to those of the model"
        )
      }
    }
    notes.append(
      "\(name): says nothing of its input and heads; they are taken to be those of \(source): RGB from "
        + "0 to 1, raw heads in the order of their shapes")
    return notes
  }

  private func mismatch(_ graph: Graph, _ name: String) -> Lines {
    let found = graph.outputs.map { "\(graph[$0].name) \(graph[$0].type.shape)" }
    let wanted = shapes.map { "\($0)" }.joined(separator: ", ")
    return "\(name): says nothing of its heads, and among its outputs "
      + "(\(found.joined(separator: ", "))) are not those of \(source) (\(wanted)) in any order that is "
      + "known; give a model of the same network with raw heads"
  }

  /// The output and its form for each head, with every output once; nil where one has none.
  private func places(in found: [Shape], _ forms: [HeadForm]) -> [(Int, HeadForm)]? {
    var free = Set(found.indices)
    var places: [(Int, HeadForm)] = []
    for shape in shapes {
      let match = forms.lazy.compactMap { form in
        free.sorted().first { form.fits(found[$0], shape) }.map { ($0, form) }
      }.first
      guard let match else { return nil }
      free.remove(match.0)
      places.append(match)
    }
    return places
  }
}

/// The order in which a program gives a head that darknet has as [N, anchors x values, H, W].
private enum HeadForm: CaseIterable {
  case darknet
  /// [N, H, W, anchors x values].
  case channelsLast
  /// [N, anchors, values, H, W].
  case anchors
  /// [N, anchors, H, W, values].
  case anchorsValuesLast

  /// What it is called in notes; nil for darknet's own.
  var words: String? {
    switch self {
    case .darknet: nil
    case .channelsLast: "with channels last"
    case .anchors: "[N, anchors, values, H, W]"
    case .anchorsValuesLast: "[N, anchors, H, W, values]"
    }
  }

  /// Whether an output may be a head.
  func fits(_ found: Shape, _ head: Shape) -> Bool {
    guard head.rank == 4, found.count == head.count, found.rank > 0, found[0] == head[0] else {
      return false
    }
    let (channels, height, width) = (head[1], head[2], head[3])
    switch self {
    case .darknet: return found == head
    case .channelsLast:
      return found.dimensions.dropFirst() == [height, width, channels]
    case .anchors:
      return found.rank == 5 && found[1] * found[2] == channels && found[3] == height
        && found[4] == width
    case .anchorsValuesLast:
      return found.rank == 5 && found[1] * found[4] == channels && found[2] == height
        && found[3] == width
    }
  }

  /// The head in darknet's order: what the program rearranged, where it shows, or else what is added
  /// to the output.
  func apply(to output: ValueID, _ head: Shape, in graph: inout Graph) throws(GraphError) -> ValueID
  {
    let name = "\(graph[output].name)_head"
    let whole = Reshape(target: [0] + head.dimensions.dropFirst())
    switch self {
    case .darknet: return output
    case .channelsLast:
      if let value = graph.operand(of: output, transposedBy: [0, 2, 3, 1], head) { return value }
      return try graph.add(Transpose(permutation: [0, 3, 1, 2]), [output], name: name)
    case .anchors:
      if let value = graph.reshapedOperand(of: output, head) { return value }
      return try graph.add(whole, [output], name: name)
    case .anchorsValuesLast:
      if let value = graph.operand(of: output, transposedBy: [0, 1, 3, 4, 2], nil),
        let head = graph.reshapedOperand(of: value, head)
      {
        return head
      }
      let moved = try graph.add(
        Transpose(permutation: [0, 1, 4, 2, 3]), [output], name: "\(name)_values")
      return try graph.add(whole, [moved], name: name)
    }
  }
}

extension Graph {
  /// What a transposition gives a value; nil where it is computed otherwise, or has another shape.
  fileprivate func operand(
    of value: ValueID, transposedBy permutation: [Int], _ shape: Shape?
  ) -> ValueID? {
    guard let node = nodes.first(where: { $0.outputs == [value] }),
      let transpose = node.operation as? Transpose, transpose.permutation == permutation
    else { return nil }
    return shape == nil || self[node.inputs[0]].type.shape == shape ? node.inputs[0] : nil
  }

  /// What a reshape gives a value; nil where it is computed otherwise, or has another shape.
  fileprivate func reshapedOperand(of value: ValueID, _ shape: Shape) -> ValueID? {
    guard let node = nodes.first(where: { $0.outputs == [value] }), node.operation is Reshape,
      self[node.inputs[0]].type.shape == shape
    else { return nil }
    return node.inputs[0]
  }
}

/// Zeros for weights, where only the shapes of a network are asked for.
private struct NoParameters: ParameterSource {
  func tensor(
    _ role: WeightsRole, of layer: Layer, part: String?, shape: Shape
  ) throws(LoweringError) -> Tensor {
    let type = TensorType(.float32, shape)
    return Tensor(
      type: type,
      buffer: TensorBuffer(byteCount: type.byteCount) { bytes in
        _ = bytes.initializeMemory(as: UInt8.self, repeating: 0)
      })
  }
}
