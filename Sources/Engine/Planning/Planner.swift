import Graph
import Kernels

/// Turns a graph into steps over memory: chooses layouts, lets slices and concatenations share
/// memory with their operands, fuses activations into the step before, and notes when each buffer
/// is needed.
struct Planner {
  let graph: Graph
  let observed: Set<ValueID>
  /// What is shown while it exists, and when it does: by step.
  private let traced: Set<ValueID>
  private(set) var traces: [Int: [ValueID]] = [:]
  /// Whether convolutions are to be summed directly.
  let isExact: Bool
  /// The bytes that transformed weights of convolutions may still take: a model shall not take much
  /// more memory for being fast.
  var transformBudget = 24 << 20
  private(set) var steps: [Step] = []
  private(set) var buffers: [ArenaPlan.Buffer] = []
  private(set) var locations: [ValueID: Location] = [:]

  private let consumers: [ValueID: [Int]]
  /// Values that are computed straight into their place in a concatenation.
  private var parts: [ValueID: Part] = [:]
  /// Activations by the node that applies them, and the nodes that are done with that.
  private var activations: [Int: Node] = [:]
  private var fusedNodes: Set<Int> = []
  /// The second of two convolutions that differ in nothing but how they store, by the first one.
  private var twins: [Int: Node] = [:]
  /// Copies of values in the other layout.
  private var planarCopies: [ValueID: Location] = [:]
  private var interleavedCopies: [ValueID: Location] = [:]

  private struct Part {
    var whole: ValueID
    var channel: Int
  }

  init(
    graph: Graph, observing: Set<ValueID>, tracing: Set<ValueID>, isExact: Bool
  ) throws(EngineError) {
    self.graph = graph
    self.isExact = isExact
    observed = observing.union(graph.allOutputs)
    traced = tracing
    let needed = Planner.neededNodes(of: graph, for: observed.union(tracing))
    var consumers: [ValueID: [Int]] = [:]
    for index in needed {
      for input in graph.nodes[index].inputs { consumers[input, default: []].append(index) }
    }
    self.consumers = consumers
    for (position, input) in graph.allInputs.enumerated() {
      guard [.float32, .uint8].contains(graph[input].type.element) else {
        throw .inputType(name: graph[input].name, type: graph[input].type)
      }
      locations[input] = Location(
        memory: .input(position), layout: .planar, type: graph[input].type)
    }
    findActivations(among: needed)
    findTwins(among: needed)
    placePartsOfConcatenations(among: needed)
    for index in needed where !fusedNodes.contains(index) {
      let node = graph.nodes[index]
      guard let builder = StepBuilders.entry(for: node.operation) else {
        throw .unsupported(
          node: node.name,
          reason: "the engine has no kernel for \(type(of: node.operation).name)")
      }
      try checkWide(node)
      let context = NodeContext(node: node, activation: activations[index], twin: twins[index])
      try builder.build(&self, context)
      trace(context.activation?.outputs ?? node.outputs)
    }
    for value in observed.sorted(by: { $0.index < $1.index }) { try keep(value) }
  }

  /// The nodes that the observed values depend on, in order.
  private static func neededNodes(of graph: Graph, for observed: Set<ValueID>) -> [Int] {
    var wanted = observed
    var needed: [Int] = []
    for (index, node) in graph.nodes.enumerated().reversed()
    where node.outputs.contains(where: wanted.contains) {
      wanted.formUnion(node.inputs)
      needed.append(index)
    }
    return needed.reversed()
  }

  /// Notes that values are there after the step that was added last.
  private mutating func trace(_ values: [ValueID]) {
    let step = max(steps.count - 1, 0)
    for value in values where traced.contains(value) {
      traces[step, default: []].append(value)
      if let buffer = locations[value]?.buffer {
        buffers[buffer].lastStep = max(buffers[buffer].lastStep, step)
      }
    }
  }

  /// Makes a value outlive the last step.
  private mutating func keep(_ value: ValueID) throws(EngineError) {
    guard graph[value].constant == nil else { return }
    let source = try location(of: value)
    if let buffer = source.buffer {
      buffers[buffer].lastStep = Int.max
    } else {
      // It is the caller's input, perhaps under another shape.
      var copy = newLocation(source.type, interleaved: false)
      copy.layout = source.layout
      append(LayoutSteps.copy(from: source, to: copy), reading: [], writing: [copy])
      locations[value] = copy
      if let buffer = copy.buffer { buffers[buffer].lastStep = Int.max }
    }
  }

  // MARK: Activations

  /// Finds the activations that can be applied where the node before them stores its result.
  private mutating func findActivations(among needed: [Int]) {
    for index in needed {
      let node = graph.nodes[index]
      guard let builder = StepBuilders.entry(for: node.operation), node.outputs.count == 1,
        !observed.contains(node.outputs[0]), !traced.contains(node.outputs[0]),
        let users = consumers[node.outputs[0]],
        users.count == 1,
        builder.canApply(graph.nodes[users[0]], after: node, in: graph)
      else { continue }
      activations[index] = graph.nodes[users[0]]
      fusedNodes.insert(users[0])
    }
  }

  /// Finds convolutions that differ in nothing but how they store their results, which nothing but
  /// one addition reads: their sums are computed once.
  private mutating func findTwins(among needed: [Int]) {
    var producers: [ValueID: Int] = [:]
    for index in needed {
      let node = graph.nodes[index]
      for output in node.outputs { producers[output] = index }
      guard (node.operation as? QuantizedBinary)?.function == .add,
        graph.requantization == .float
      else { continue }
      let operands = [node[.data(0)], node[.data(1)]]
      let nodes = operands.compactMap { producers[$0] }
      let isRead = operands.allSatisfy { value in
        consumers[value] == [index] && !observed.contains(value) && !traced.contains(value)
      }
      guard isRead, nodes.count == 2, nodes[0] < nodes[1],
        activations[nodes[0]] == nil, activations[nodes[1]] == nil,
        QuantizedConvolutionSteps.areTwins(graph.nodes[nodes[0]], graph.nodes[nodes[1]], in: graph)
      else { continue }
      activations[nodes[0]] = node
      twins[nodes[0]] = graph.nodes[nodes[1]]
      fusedNodes.formUnion([nodes[1], index])
    }
  }

  // MARK: Concatenations

  /// Lets the operands of channel concatenations be computed in place, where each is computed by
  /// a step that can write with a stride and is not a view of something else.
  private mutating func placePartsOfConcatenations(among needed: [Int]) {
    var producers: [ValueID: Node] = [:]
    for index in needed {
      let outputs = activations[index]?.outputs ?? graph.nodes[index].outputs
      for output in outputs where !fusedNodes.contains(index) {
        producers[output] = graph.nodes[index]
      }
    }
    for index in needed {
      let node = graph.nodes[index]
      guard graph[node.outputs[0]].type.shape.rank == 4,
        let builder = StepBuilders.entry(for: node.operation)
      else { continue }
      var channel = 0
      for (input, isCopied) in builder.parts(of: node, in: graph) {
        if isCopied, parts[input] == nil, let producer = producers[input],
          StepBuilders.entry(for: producer.operation)?.writesSlices(producer) ?? false
        {
          parts[input] = Part(whole: node.outputs[0], channel: channel)
        }
        channel += graph[input].type.shape[1]
      }
    }
  }

  /// Whether the value already lies at the channel of the whole where a concatenation wants it.
  func isPart(_ value: ValueID, of whole: ValueID, at channel: Int) -> Bool {
    guard let part = parts[value] else { return false }
    return part.whole == whole && part.channel == channel
  }

  // MARK: Memory

  /// Gives a computed value its place.
  mutating func allocate(_ value: ValueID, interleaved: Bool) -> Location {
    if let location = locations[value] { return location }
    let type = graph[value].type
    let location: Location
    if interleaved, let part = parts[value] {
      location = allocate(part.whole, interleaved: true).slice(channel: part.channel, type)
    } else {
      location = newLocation(type, interleaved: interleaved)
    }
    locations[value] = location
    return location
  }

  /// Memory for a tensor that is no value of the graph.
  mutating func newLocation(_ type: TensorType, interleaved: Bool) -> Location {
    buffers.append(
      ArenaPlan.Buffer(byteCount: type.byteCount, firstStep: steps.count, lastStep: steps.count))
    return Location(
      memory: .buffer(buffers.count - 1),
      layout: interleaved ? .interleaved(stride: type.shape[1]) : .planar, type: type)
  }

  /// Makes a value share another one's memory.
  mutating func alias(_ value: ValueID, to location: Location) {
    locations[value] = location
  }

  /// Where a value lies, in whatever layout it has.
  func location(of value: ValueID) throws(EngineError) -> Location {
    if let location = locations[value] { return location }
    guard let constant = graph[value].constant else {
      throw .graph(.valueNotComputed(node: "", value: graph[value].name))
    }
    return Location(
      memory: .constant(constant.buffer.aligned()), layout: .planar, type: constant.type)
  }

  /// Where a value lies as planes, copying it when it is interleaved.
  mutating func planar(_ value: ValueID) throws(EngineError) -> Location {
    let source = try location(of: value)
    guard case .interleaved(let stride) = source.layout else { return source }
    let shape = source.type.shape
    if stride == shape[1] && (shape[1] == 1 || shape[2] * shape[3] == 1) {
      var same = source
      same.layout = .planar
      return same
    }
    if let copy = planarCopies[value] { return copy }
    try checkCopy(source.type, value)
    let copy = newLocation(source.type, interleaved: false)
    append(LayoutSteps.toPlanes(from: source, to: copy), reading: [source], writing: [copy])
    planarCopies[value] = copy
    return copy
  }

  /// Where a feature map lies interleaved, copying it when it is planar.
  mutating func interleaved(_ value: ValueID) throws(EngineError) -> Location {
    let source = try location(of: value)
    if case .interleaved = source.layout { return source }
    let shape = source.type.shape
    // Kernels may read a little beyond a map, which only the arena allows.
    if source.buffer != nil, shape[1] == 1 || shape[2] * shape[3] == 1 {
      var same = source
      same.layout = .interleaved(stride: shape[1])
      return same
    }
    if let copy = interleavedCopies[value] { return copy }
    try checkCopy(source.type, value)
    let copy = newLocation(source.type, interleaved: true)
    append(LayoutSteps.toInterleaved(from: source, to: copy), reading: [source], writing: [copy])
    interleavedCopies[value] = copy
    return copy
  }

  /// Copies between layouts are of elements of one or four bytes.
  private func checkCopy(_ type: TensorType, _ value: ValueID) throws(EngineError) {
    guard [1, 4].contains(type.element.byteCount) else {
      throw .unsupported(
        node: graph[value].name, reason: "maps of \(type.element) have no kernel")
    }
  }

  // MARK: Steps

  /// Adds a step and extends the lives of the buffers it touches.
  mutating func append(_ step: Step, reading: [Location], writing: [Location]) {
    for buffer in (reading + writing).compactMap(\.buffer) {
      buffers[buffer].lastStep = max(buffers[buffer].lastStep, steps.count)
    }
    steps.append(step)
  }

  /// The scale and zero point that go with a tensor, which must be constants.
  func quantization(
    of role: StoredRole, _ node: Node
  ) throws(EngineError) -> dk_quantization {
    try quantization(of: node.stored(role), node)
  }

  /// The scale and zero point that go with a tensor, which must be constants.
  func quantization(
    of tensor: Node.Stored, _ node: Node
  ) throws(EngineError) -> dk_quantization {
    guard let quantization = graph.quantization(of: tensor) else {
      let names = [tensor.scale, tensor.zeroPoint].compactMap { $0.map { graph[$0].name } }
      throw .unsupported(
        node: node.name, reason: "\(names.joined(separator: " and ")) must be constants")
    }
    return quantization
  }

  /// The elements of a constant operand.
  func constant(_ value: ValueID, of node: Node) throws(EngineError) -> Tensor {
    guard let constant = graph[value].constant else {
      throw .unsupported(node: node.name, reason: "\(graph[value].name) must be a constant")
    }
    return constant
  }
}
