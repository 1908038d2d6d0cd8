import Graph

/// Which nodes of a float network run on quantized values, and which values are stored.
struct StoragePlan {
  /// The float network, with batch normalization folded and heads split where they shall be.
  let graph: Graph
  /// What each node becomes.
  let roles: [NodeRole]
  /// The convolutions whose whole sums are dequantized.
  private(set) var sumHeads: Set<Int> = []
  /// Whether each node runs on quantized values.
  private(set) var isInteger: [Bool]
  /// The values that are stored in 8 bits.
  private(set) var stored: Set<ValueID> = []
  /// The convolutions of leaky ReLUs that are sums of two sides, by the leaky ReLU.
  private(set) var duals: [Int: Int] = [:]
  /// The positions of the convolutions that were asked to stay in float.
  let floatLayers: Set<Int>
  /// The positions of the nodes that read a value.
  let readers: [ValueID: [Int]]

  /// Decides.
  ///
  /// - Parameters:
  ///   - floatLayers: the positions of convolutions that shall stay in float.
  ///   - duals: the positions of leaky ReLUs that shall be sums of two sides, where the form has such;
  ///     nil for all if options ask for that, and otherwise none.
  init(
    _ graph: Graph, options: QuantizationOptions, floatLayers: Set<Int> = [], duals: Set<Int>? = nil
  ) {
    self.graph = graph
    self.floatLayers = floatLayers
    roles = graph.nodes.map { NodeRole(of: $0, in: graph) }
    var readers: [ValueID: [Int]] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for input in Set(node.inputs) { readers[input, default: []].append(index) }
    }
    self.readers = readers
    isInteger = Array(repeating: false, count: graph.nodes.count)

    let heads = HeadValues(of: graph)
    var inFloat = heads.reassembly.union(floatLayers)
    for chain in heads.chains {
      switch options.headForm {
      case .split, .single: break
      case .int32:
        if !inFloat.contains(chain.convolution) { sumHeads.insert(chain.convolution) }
        inFloat.formUnion(chain.functions)
      case .float: inFloat.formUnion([chain.convolution] + chain.functions)
      }
    }
    findIntegerNodes(except: inFloat, options)
    findStoredValues(options, duals)
    guard options.pointwise == .multipleOf8 else { return }
    let tails = pointwiseTails
    guard !tails.isEmpty else { return }
    isInteger = Array(repeating: false, count: graph.nodes.count)
    stored = []
    findIntegerNodes(except: inFloat.union(tails), options)
    findStoredValues(options, duals)
  }

  /// The 1x1 convolutions whose result is stored at once, or behind a limit, and has a number of cells
  /// that 8 does not divide.
  private var pointwiseTails: [Int] {
    graph.nodes.indices.filter { index in
      let node = graph.nodes[index]
      guard isInteger[index], !sumHeads.contains(index), roles[index] == .convolution,
        graph[node[.filters]].type.shape.dimensions.dropFirst(2).allSatisfy({ $0 == 1 }),
        graph[node.outputs[0]].type.shape.dimensions.dropFirst(2).reduce(1, *) % 8 != 0
      else { return false }
      let users = readers[node.outputs[0], default: []]
      guard users.count == 1, let unary = graph.nodes[users[0]].operation as? Unary else {
        return true
      }
      return unary.function.limits != nil || stored.contains(node.outputs[0])
    }
  }

  /// Convolutions, and what follows quantized values.
  private mutating func findIntegerNodes(except inFloat: Set<Int>, _ options: QuantizationOptions) {
    var available = Set(graph.allInputs)
    for (index, node) in graph.nodes.enumerated() where !inFloat.contains(index) {
      let computed = node.inputs.filter { graph[$0].constant == nil }
      switch roles[index] {
      case .other: continue
      case .convolution:
        isInteger[index] = !options.quantizesInputsAlone || hasChannelsInFours(node)
      case .function, .combination, .moving:
        isInteger[index] =
          !options.quantizesInputsAlone && computed.contains(where: available.contains)
      }
      if isInteger[index], !sumHeads.contains(index) { available.formUnion(node.outputs) }
    }
  }

  /// Whether 4 divides the channels that a filter reads, or there is one filter for each channel:
  /// TensorRT has no 8-bit kernel for others, such as the layer that reads the image.
  private func hasChannelsInFours(_ node: Node) -> Bool {
    let channels = graph[node[.filters]].type.shape[1]
    return channels % 4 == 0 || (node.operation as? Convolution)?.groups != 1
  }

  private mutating func findStoredValues(_ options: QuantizationOptions, _ wanted: Set<Int>?) {
    duals = sidedLeakys(options).filter { wanted?.contains($0.key) ?? (options.leaky == .dual) }
    for input in graph.allInputs where isReadStored(input) { stored.insert(input) }
    for (index, node) in graph.nodes.enumerated() where !sumHeads.contains(index) {
      for output in node.outputs {
        if isInteger[index] {
          let isStored =
            options.quantizesInputsAlone
            ? isReadStored(output) : !isFused(output, of: index, options)
          if isStored { stored.insert(output) }
        } else if isReadStored(output) {
          stored.insert(output)
        }
      }
    }
  }

  /// The leaky ReLUs that can be sums of two sides, with the convolutions that they alone read.
  func sidedLeakys(_ options: QuantizationOptions) -> [Int: Int] {
    guard options.allowsDualLeaky else { return [:] }
    var found: [Int: Int] = [:]
    for (index, node) in graph.nodes.enumerated()
    where isInteger[index] && roles[index] == .convolution && !sumHeads.contains(index) {
      guard let user = functionReader(of: node.outputs[0]),
        case .leakyRelu(let slope)? = (graph.nodes[user].operation as? Unary)?.function,
        LeakySides.slopes.contains(slope)
      else { continue }
      found[user] = index
    }
    return found
  }

  /// The function on quantized values that reads a value, where nothing else does.
  private func functionReader(of value: ValueID) -> Int? {
    guard let users = readers[value], users.count == 1, isInteger[users[0]],
      !graph.allOutputs.contains(value), graph.nodes[users[0]].operation is Unary
    else { return nil }
    return users[0]
  }

  /// Whether a node on quantized values reads a value.
  private func isReadStored(_ value: ValueID) -> Bool {
    readers[value, default: []].contains { isInteger[$0] }
  }

  /// Whether a value is only what the function behind it makes of it: limits are those of the
  /// storage, and other functions come before storing where the format wants that.
  private func isFused(
    _ value: ValueID, of node: Int, _ options: QuantizationOptions
  ) -> Bool {
    guard roles[node] != .moving, let user = functionReader(of: value),
      let unary = graph.nodes[user].operation as? Unary
    else { return false }
    if duals[user] != nil { return true }
    if !options.storesPreActivations { return true }
    guard let limits = unary.function.limits else { return false }
    // In the QDQ form the function stays; integers need storage that stands for it.
    return options.format == .qdq || options.encodingForm.canLimit(to: limits)
  }

  /// As what a node's result is stored: itself, or what limits behind it make of it.
  func storedResult(of node: Int) -> ValueID {
    let value = graph.nodes[node].outputs[0]
    guard !stored.contains(value), let users = readers[value], users.count == 1,
      graph.nodes[users[0]].operation is Unary
    else { return value }
    return graph.nodes[users[0]].outputs[0]
  }

  /// Whether a node passes the scale of its operand on.
  func isMoving(_ node: Int) -> Bool { isInteger[node] && roles[node] == .moving }

  /// The convolutions on quantized values, in order.
  var convolutions: [Int] {
    graph.nodes.indices.filter { isInteger[$0] && roles[$0] == .convolution }
  }
}
