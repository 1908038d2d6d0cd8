import Graph

/// What has activations of 16 bits in a network whose other activations have 8.
struct WideLayers {
  /// The positions of the nodes that read and give 16 bits.
  var nodes: Set<Int> = []
  /// How values are stored that have 16 bits.
  var encodings: [ValueID: QuantizationEncoding] = [:]
  /// Which encodings of 16 bits there may be.
  var form = EncodingForm(.uint16)

  /// How a node of 16 bits reads what is stored in 8.
  func widened(_ narrow: QuantizationEncoding) -> QuantizationEncoding {
    form.covering(NumberRange(lower: Double(narrow.lower), upper: Double(narrow.upper)))
  }
}

extension Scheme {
  /// The same with activations of 16 bits around some convolutions.
  ///
  /// What they read is only worth 16 bits if it has them from where it is computed on: so the node that
  /// computes it gives 16 bits, and reads its own operands in 16, though what is stored in 8 stays so;
  /// and so on through everything that only moves, joins or maps numbers.
  ///
  /// - Parameters:
  ///   - convolutions: the positions of all convolutions that shall have them.
  ///   - histograms: what each stored value holds.
  func widening(
    _ convolutions: Set<Int>, _ options: QuantizationOptions, _ histograms: [ValueID: Histogram]
  ) -> Scheme {
    let whole = StoragePlan(graph, options: options, floatLayers: plan.floatLayers, duals: [])
    var reach = WideReach(whole)
    for node in convolutions { reach.add(node) }
    var scheme = self
    // Sides of leaky ReLUs spare a rounding to 8 bits, which is not there any more.
    scheme.plan = StoragePlan(
      graph, options: options, floatLayers: plan.floatLayers,
      duals: Set(plan.duals.keys).subtracting(reach.nodes))
    scheme.wide = WideLayers(
      nodes: reach.nodes, encodings: reach.encodings(options, histograms), form: options.wideForm)
    // Biases are in units of what is read.
    for node in scheme.plan.convolutions where reach.nodes.contains(node) {
      guard let filters = layers[node]?.filters else { continue }
      scheme.store(filters, bias: realBiases[node] ?? bias(of: node), of: node, options)
    }
    return scheme
  }
}

/// How far 16 bits reach from some convolutions.
private struct WideReach {
  private let plan: StoragePlan
  private let producers: [ValueID: Int]
  private(set) var nodes: Set<Int> = []
  private var values: Set<ValueID> = []

  init(_ plan: StoragePlan) {
    self.plan = plan
    producers = plan.graph.nodes.enumerated().reduce(into: [:]) { producers, node in
      for output in node.element.outputs { producers[output] = node.offset }
    }
  }

  /// A convolution, what it reads and what it gives.
  mutating func add(_ convolution: Int) {
    let node = plan.graph.nodes[convolution]
    nodes.insert(convolution)
    // An image is bytes, of which 16 bits hold no more.
    if !plan.graph.inputs.contains(node[.x]) { add(node[.x]) }
    add(node.outputs[0])
    add(plan.storedResult(of: convolution))
    for reader in plan.readers[node.outputs[0], default: []]
    where plan.isInteger[reader] && plan.roles[reader] == .function {
      add(plan.graph.nodes[reader].outputs[0])
    }
  }

  /// A value that is stored, and the node that computes it.
  private mutating func add(_ value: ValueID) {
    guard plan.stored.contains(value), values.insert(value).inserted,
      let producer = producers[value], plan.isInteger[producer]
    else { return }
    give(producer)
  }

  /// A node that gives 16 bits.
  private mutating func give(_ index: Int) {
    guard nodes.insert(index).inserted else { return }
    let node = plan.graph.nodes[index]
    for output in node.outputs { add(output) }
    switch plan.roles[index] {
    case .moving, .function: break
    case .combination where node.operation is Concatenation: break
    default: return
    }
    for input in node.inputs {
      if plan.stored.contains(input) {
        add(input)
      } else if let producer = producers[input], plan.isInteger[producer] {
        // A convolution whose result is stored behind its function.
        give(producer)
      }
    }
  }

  /// How the values are stored: those that are moved or joined have one encoding.
  func encodings(
    _ options: QuantizationOptions, _ histograms: [ValueID: Histogram]
  ) -> [ValueID: QuantizationEncoding] {
    var classes = ScaleClasses()
    for index in nodes.sorted() {
      let node = plan.graph.nodes[index]
      guard plan.isMoving(index) || node.operation is Concatenation else { continue }
      for value in node.inputs + node.outputs where values.contains(value) {
        classes.tie(node.outputs[0], value)
      }
    }
    let search = RangeSearch(options.rangeMethod, form: options.wideForm)
    let members = Dictionary(grouping: values.sorted { $0.index < $1.index }) {
      classes.existingRoot(of: $0)
    }
    return members.values.reduce(into: [:]) { encodings, members in
      let held = members.compactMap { histograms[$0].map { Objective.Candidate($0) } }
      let isImage =
        members.contains(where: plan.graph.inputs.contains) && plan.graph.contract.input != nil
      let encoding =
        isImage
        ? search.form.covering(NumberRange(lower: 0, upper: 1))
        : search.encoding(for: Objective(held))
      for value in members { encodings[value] = encoding }
    }
  }
}
