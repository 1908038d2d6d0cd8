import Graph

/// Chooses how every stored value is stored, from what the values hold.
///
/// Values that a moving operation joins share an encoding, so the choice is made for classes of
/// values. What counts is the noise where a class is read: relative to the power of what is read,
/// and behind the activation where one reads it.
struct EncodingChoice {
  private let plan: StoragePlan
  private let options: QuantizationOptions
  private let search: RangeSearch
  private let histograms: [ValueID: Histogram]
  private var classes = ScaleClasses()
  /// What each class holds, by its root.
  private var members: [ValueID: [ValueID]] = [:]
  /// The encodings, by class.
  private var chosen: [ValueID: QuantizationEncoding] = [:]
  /// Concatenations of stored values that keep scales of their own.
  private var separate: Set<Int> = []

  /// Chooses.
  ///
  /// - Parameter histograms: what each stored value holds.
  static func encodings(
    for plan: StoragePlan, histograms: [ValueID: Histogram], options: QuantizationOptions
  ) -> [ValueID: QuantizationEncoding] {
    var choice = EncodingChoice(plan, histograms, options)
    choice.tieMovingNodes()
    choice.chooseConcatenations()
    choice.chooseRest()
    choice.alignActivations()
    var encodings: [ValueID: QuantizationEncoding] = [:]
    for value in choice.ordered { encodings[value] = choice.chosen[choice.classes.root(of: value)] }
    return encodings
  }

  private init(
    _ plan: StoragePlan, _ histograms: [ValueID: Histogram], _ options: QuantizationOptions
  ) {
    self.plan = plan
    self.options = options
    self.histograms = histograms
    search = RangeSearch(options.ranges, element: options.activation)
    for value in ordered { members[value] = [value] }
  }

  /// The stored values in the graph's order.
  private var ordered: [ValueID] { plan.stored.sorted { $0.index < $1.index } }

  // MARK: Classes

  private mutating func tie(_ a: ValueID, _ b: ValueID) {
    let (first, second) = (classes.root(of: a), classes.root(of: b))
    guard first != second else { return }
    classes.tie(first, second)
    members[first, default: []] += members.removeValue(forKey: second) ?? []
  }

  private mutating func tieMovingNodes() {
    for (index, node) in plan.graph.nodes.enumerated() where plan.isMoving(index) {
      for output in node.outputs { tie(node.inputs[0], output) }
    }
  }

  /// The readers at which the noise of a value counts: moving nodes only pass it on.
  private func readers(of value: ValueID, excluding excluded: Int?) -> [Int?] {
    var readers: [Int?] = plan.readers[value, default: []].filter { reader in
      reader != excluded && !plan.isMoving(reader)
        && !(plan.graph.nodes[reader].operation is Concatenation && isShared(reader))
    }
    if plan.graph.outputs.contains(value) { readers.append(nil) }
    return readers
  }

  private func isShared(_ concatenation: Int) -> Bool {
    plan.isInteger[concatenation] && !separate.contains(concatenation)
  }

  /// What has to be kept small for some values that share an encoding.
  private func objective(
    _ values: [ValueID], excluding excluded: Int? = nil
  ) -> Objective {
    var terms: [Objective.Member] = []
    for value in values {
      guard let histogram = histograms[value] else { continue }
      for reader in readers(of: value, excluding: excluded) {
        terms.append(Objective.Member(histogram, through: reader.flatMap(function)))
      }
    }
    if terms.isEmpty {
      // Nothing but moving nodes reads it, and nothing behind them.
      terms = values.compactMap { histograms[$0].map { Objective.Member($0) } }
    }
    return Objective(terms)
  }

  /// The function a node applies to stored numbers, if the choice shall look behind it.
  private func function(of node: Int) -> Objective.Function? {
    guard options.isActivationAware, plan.isInteger[node],
      let unary = plan.graph.nodes[node].operation as? Unary
    else { return nil }
    return { unary.function($0) }
  }

  // MARK: Concatenations

  /// Lets the parts of each concatenation share its scale, unless scales of their own measure less
  /// noise.
  private mutating func chooseConcatenations() {
    for (index, node) in plan.graph.nodes.enumerated()
    where plan.isInteger[index] && node.operation is Concatenation {
      if sharingIsBetter(index, node) {
        for input in node.inputs { tie(node.outputs[0], input) }
      } else {
        separate.insert(index)
      }
    }
  }

  private mutating func sharingIsBetter(_ index: Int, _ node: Node) -> Bool {
    if options.domain == .standard { return true }
    let output = members[classes.root(of: node.outputs[0])] ?? node.outputs
    var parts: [[ValueID]] = []
    for input in node.inputs {
      let root = classes.root(of: input)
      // An input tied to the output, or to another input, has no scale of its own.
      guard let part = members[root], !part.contains(node.outputs[0]), !parts.contains(part) else {
        return true
      }
      parts.append(part)
    }
    let whole = objective(output)
    let others = parts.map { objective($0, excluding: index) }
    let hasOthers = parts.map { part in
      part.contains { !readers(of: $0, excluding: index).isEmpty }
    }
    let shared = search.encoding(for: Objective(whole.members + others.flatMap(\.members)))
    var sharedNoise = whole.noise(of: shared)
    let own = search.encoding(for: whole)
    var ownNoise = 0.0
    for (position, part) in parts.enumerated() {
      separate.insert(index)
      let encoding = search.encoding(for: objective(part))
      separate.remove(index)
      if hasOthers[position] {
        sharedNoise += others[position].noise(of: shared)
        ownNoise += others[position].noise(of: encoding)
      }
      ownNoise +=
        requantizationNoise(
          of: node.inputs[position], encoding, own, in: node.outputs[0])
        * Double(max(whole.members.count, 1))
    }
    return sharedNoise <= ownNoise
  }

  /// The noise of a part that is stored twice, relative to the power of the whole.
  private func requantizationNoise(
    of part: ValueID, _ first: QuantizationEncoding, _ second: QuantizationEncoding,
    in whole: ValueID
  ) -> Double {
    guard let histogram = histograms[part], let power = histograms[whole]?.power, power > 0,
      let count = histograms[whole]?.count, count > 0
    else { return 0 }
    var noise = 0.0
    for bin in histogram.bins {
      let once = first.real(first.stored(bin.value))
      let error = Double(second.real(second.stored(once)) - bin.value)
      noise += error * error * Double(bin.count)
    }
    return noise / Double(count) / power
  }

  // MARK: Encodings

  private mutating func chooseRest() {
    for root in members.keys.sorted(by: { $0.index < $1.index }) {
      let values = members[root] ?? []
      if values.contains(where: plan.graph.inputs.contains), plan.graph.contract.input != nil {
        // Pictures are 0 to 1 in steps of 1/255: stored, they are the picture's own bytes.
        chosen[root] = QuantizationEncoding(element: options.activation, lower: 0, upper: 1)
      } else {
        chosen[root] = limited(search.encoding(for: objective(values)), values)
      }
    }
  }

  /// Keeps what is stored within the limits of ReLU and its like, which storing stands for.
  private func limited(
    _ encoding: QuantizationEncoding, _ values: [ValueID]
  ) -> QuantizationEncoding {
    var encoding = encoding
    for value in values {
      guard let producer = plan.graph.nodes.first(where: { $0.outputs.contains(value) }),
        let limits = (producer.operation as? Unary)?.function.limits
      else { continue }
      if encoding.lower < limits.lower || encoding.upper > limits.upper {
        encoding = QuantizationEncoding(
          element: options.activation, lower: min(0, max(encoding.lower, limits.lower)),
          upper: max(0, min(encoding.upper, limits.upper)))
      }
      while encoding.upper > limits.upper, limits.upper > 0 {
        encoding = QuantizationEncoding(
          element: encoding.element, scale: encoding.scale.nextDown, zeroPoint: encoding.zeroPoint)
      }
    }
    return encoding
  }

  // MARK: Leaky ReLU

  /// Gives leaky ReLUs one scale on both sides where that measures less noise.
  private mutating func alignActivations() {
    guard options.isActivationAware, options.ranges == .meanSquaredError else { return }
    var functions: [ValueID: [Node]] = [:]
    for (index, node) in plan.graph.nodes.enumerated()
    where plan.isInteger[index] && plan.stored.contains(node.inputs[0]) {
      if case .leakyRelu = (node.operation as? Unary)?.function {
        functions[classes.root(of: node.outputs[0]), default: []].append(node)
      }
    }
    for after in functions.keys.sorted(by: { $0.index < $1.index }) {
      align(functions[after] ?? [], after)
    }
  }

  /// Tries scales for all leaky ReLUs that end in a class.
  private mutating func align(_ nodes: [Node], _ after: ValueID) {
    var alignments: [(before: ValueID, alignment: LeakyAlignment)] = []
    var noise = 0.0
    for node in nodes {
      let before = classes.root(of: node.inputs[0])
      guard case .leakyRelu(let slope) = (node.operation as? Unary)?.function, slope > 0,
        before != after, members[before] == [node.inputs[0]],
        plan.readers[node.inputs[0]]?.count == 1, let histogram = histograms[node.inputs[0]],
        let first = chosen[before], let second = chosen[after]
      else { return }
      let alignment = LeakyAlignment(slope: slope, histogram: histogram)
      noise += alignment.noise(first, second)
      alignments.append((before, alignment))
    }
    // Classes with other producers have ranges that these functions do not tell.
    guard let second = chosen[after], isComputed(after, by: nodes) else { return }
    for step in -6...18 {
      let scale = second.scale * Float(1 + Double(step) / 20)
      let operands = alignments.map {
        $0.alignment.operand(scale: scale, element: options.activation)
      }
      let below =
        zip(operands, alignments).map { operand, pair in
          Int((-pair.alignment.slope * operand.encoding.levels.lowerBound).rounded(.up))
        }.max() ?? 0
      let result = QuantizationEncoding(
        element: options.activation, scale: scale, numbersBelowZero: below)
      let sum = zip(operands, alignments).reduce(0) {
        $0 + $1.1.alignment.noise($1.0.encoding, result)
      }
      guard sum < noise else { continue }
      noise = sum
      chosen[after] = result
      for (operand, pair) in zip(operands, alignments) { chosen[pair.before] = operand.encoding }
    }
  }

  /// Whether every value of a class is computed by one of the nodes, or by moving others.
  private func isComputed(_ root: ValueID, by nodes: [Node]) -> Bool {
    let outputs = Set(nodes.flatMap(\.outputs))
    return (members[root] ?? []).allSatisfy { value in
      if outputs.contains(value) { return true }
      guard let index = plan.graph.nodes.firstIndex(where: { $0.outputs.contains(value) }) else {
        return false
      }
      return plan.isMoving(index)
        || plan.graph.nodes[index].operation is Concatenation && isShared(index)
    }
  }
}
