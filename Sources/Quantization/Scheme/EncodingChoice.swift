import Graph

/// Chooses how every stored value is stored, from what the values hold.
///
/// Values that a moving operation joins share an encoding, so the choice is made for classes of
/// values. What counts is the noise where a class is read: relative to the power of what is read,
/// and behind the activation where one reads it.
struct EncodingChoice {
  let plan: StoragePlan
  let options: QuantizationOptions
  let search: RangeSearch
  let histograms: [ValueID: Histogram]
  /// The values whose encoding is known.
  let given: [ValueID: QuantizationEncoding]
  var classes = ScaleClasses()
  /// What each class holds, by its root.
  var members: [ValueID: [ValueID]] = [:]
  /// The encodings, by class.
  var chosen: [ValueID: QuantizationEncoding] = [:]
  /// Concatenations of stored values that keep scales of their own.
  var separate: Set<Int> = []

  /// Chooses.
  ///
  /// - Parameters:
  ///   - histograms: what each stored value holds.
  ///   - given: values whose encoding is known.
  static func encodings(
    for plan: StoragePlan, histograms: [ValueID: Histogram], options: QuantizationOptions,
    given: [ValueID: QuantizationEncoding] = [:]
  ) -> [ValueID: QuantizationEncoding] {
    var choice = EncodingChoice(plan, histograms, options, given)
    choice.tieStates()
    choice.tieMovingNodes()
    choice.chooseConcatenations()
    choice.chooseRest()
    choice.alignActivations()
    choice.addHeadroom()
    var encodings: [ValueID: QuantizationEncoding] = [:]
    for value in choice.ordered {
      encodings[value] = given[value] ?? choice.chosen[choice.classes.root(of: value)]
    }
    return encodings
  }

  private init(
    _ plan: StoragePlan, _ histograms: [ValueID: Histogram], _ options: QuantizationOptions,
    _ given: [ValueID: QuantizationEncoding]
  ) {
    self.given = given
    self.plan = plan
    self.options = options
    self.histograms = histograms
    search = RangeSearch(options.rangeMethod, form: options.encodingForm)
    for value in ordered { members[value] = [value] }
  }

  /// The stored values in the graph's order.
  var ordered: [ValueID] { plan.stored.sorted { $0.index < $1.index } }

  // MARK: Classes

  mutating func tie(_ a: ValueID, _ b: ValueID) {
    let (first, second) = (classes.root(of: a), classes.root(of: b))
    guard first != second else { return }
    classes.tie(first, second)
    members[first, default: []] += members.removeValue(forKey: second) ?? []
  }

  /// Lets the input and the output of a state have one encoding, so that a run takes in 8 bits just
  /// what the one before gave.
  mutating func tieStates() {
    for state in plan.graph.states
    where plan.stored.contains(state.input) && plan.stored.contains(state.output) {
      tie(state.input, state.output)
    }
  }

  mutating func tieMovingNodes() {
    for (index, node) in plan.graph.nodes.enumerated() where plan.isMoving(index) {
      for output in node.outputs { tie(node.inputs[0], output) }
    }
  }

  /// The readers at which the noise of a value counts: moving nodes only pass it on.
  func readers(of value: ValueID, excluding excluded: Int?) -> [Int?] {
    var readers: [Int?] = plan.readers[value, default: []].filter { reader in
      reader != excluded && !plan.isMoving(reader)
        && !(plan.graph.nodes[reader].operation is Concatenation && isShared(reader))
    }
    if plan.graph.allOutputs.contains(value) { readers.append(nil) }
    return readers
  }

  func isShared(_ concatenation: Int) -> Bool {
    plan.isInteger[concatenation] && !separate.contains(concatenation)
  }

  /// What has to be kept small for some values that share an encoding.
  func objective(
    _ values: [ValueID], excluding excluded: Int? = nil
  ) -> Objective {
    var terms: [Objective.Candidate] = []
    for value in values {
      guard let histogram = histograms[value] else { continue }
      for reader in readers(of: value, excluding: excluded) {
        terms.append(Objective.Candidate(histogram, through: reader.flatMap(function)))
      }
    }
    if terms.isEmpty {
      // Nothing but moving nodes reads it, and nothing behind them.
      terms = values.compactMap { histograms[$0].map { Objective.Candidate($0) } }
    }
    return Objective(terms)
  }

  /// The function a node applies to quantized values, if the choice shall look behind it.
  func function(of node: Int) -> Objective.Function? {
    guard options.isActivationAware, plan.isInteger[node],
      let unary = plan.graph.nodes[node].operation as? Unary
    else { return nil }
    return { unary.function($0) }
  }

  // MARK: Encodings

  /// Whether each tensor has the range of what it holds by itself.
  var hasOwnRanges: Bool { options.tensorRanges == .own && options.allowsOwnRanges }

  mutating func chooseRest() {
    for root in members.keys.sorted(by: { $0.index < $1.index }) {
      // The root is what the others are moved from.
      let values = hasOwnRanges ? [root] : members[root] ?? []
      if !hasOwnRanges, values.contains(where: plan.graph.inputs.contains),
        plan.graph.contract.input != nil,
        !search.form.hasPowerOfTwoScale
      {
        // Images are 0 to 1 in steps of 1/255: stored, they are the image's own bytes.
        chosen[root] = search.form.covering(NumberRange(lower: 0, upper: 1))
      } else {
        chosen[root] = limited(search.encoding(for: objective(values)), values)
      }
    }
  }

  /// Keeps what is stored within the limits of ReLU and its like, which storing stands for.
  func limited(
    _ encoding: QuantizationEncoding, _ values: [ValueID]
  ) -> QuantizationEncoding {
    var encoding = encoding
    for value in values {
      guard let producer = plan.graph.nodes.first(where: { $0.outputs.contains(value) }),
        let limits = (producer.operation as? Unary)?.function.limits,
        search.form.canLimit(to: limits)
      else { continue }
      if encoding.lower < limits.lower || encoding.upper > limits.upper {
        encoding = search.form.covering(
          NumberRange(
            lower: Double(max(encoding.lower, limits.lower)),
            upper: Double(min(encoding.upper, limits.upper))))
      }
      // Half a step of float32 above a limit is what ONNX Runtime's tool leaves.
      while !hasOwnRanges, encoding.upper > limits.upper, limits.upper > 0 {
        encoding = QuantizationEncoding(
          element: encoding.element, scale: encoding.scale.nextDown, zeroPoint: encoding.zeroPoint)
      }
    }
    return encoding
  }
}
