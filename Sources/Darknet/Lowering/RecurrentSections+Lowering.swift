import Graph

/// A layer within a recurrent one: its name by darknet's field, what it reads, what it gives.
typealias Sublayer = (String, ValueID, inout Lowering) throws(LoweringError) -> ValueID

// MARK: Elman networks

extension RNNSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.add(Flatten(), lowering.current, as: "flat")
    let value = try lowering.elman(state: [hidden], shortcut: shortcut) {
      (part, value, lowering) throws(LoweringError) in
      let product = try lowering.connected(
        value, to: part == "output" ? output : hidden, batchNormalize: batchNormalize)
      return try lowering.activated(product, part == "self" ? selfActivation : activation)
    }
    return try lowering.map(value, output)
  }
}

extension CRNNSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let convolution = Convolution(
      recurrentSize: size, padding: padding, dilation: dilation, groups: groups)
    return try lowering.elman(state: [hidden, input[2], input[3]], shortcut: shortcut) {
      (part, value, lowering) throws(LoweringError) in
      let sums = try lowering.convolved(
        value, convolution, filters: part == "output" ? output : hidden,
        batchNormalize: batchNormalize, isBinary: xnor)
      return try lowering.activated(sums, activation)
    }
  }
}

// MARK: Gated networks

extension GRUSection: LoweredSection {
  /// z = σ(Wz x + Uz h), r = σ(Wr x + Ur h), c = σ(Wh x + Uh (r h)), h' = z h + (1 - z) c
  /// (`gru_layer.c`; its tanh for c is compiled in nowhere).
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = try lowering.add(Flatten(), lowering.current, as: "flat")
    let old = try lowering.state("hidden", [output])
    func gate(
      _ letter: String, _ state: ValueID, _ lowering: inout Lowering
    ) throws(LoweringError) -> ValueID {
      var terms: [ValueID] = []
      for (part, value) in [("input_\(letter)", input), ("state_\(letter)", state)] {
        terms.append(
          try lowering.within(part) { (lowering) throws(LoweringError) in
            try lowering.connected(value, to: output, batchNormalize: batchNormalize)
          })
      }
      return try lowering.gate(letter, terms, .sigmoid)
    }
    let update = try gate("z", old, &lowering)
    let reset = try gate("r", old, &lowering)
    let remembered = try lowering.add(Binary(.multiply), reset, old, as: "remembered")
    let candidate = try gate("h", remembered, &lowering)
    let change = try lowering.add(Binary(.subtract), old, candidate, as: "change")
    let kept = try lowering.add(Binary(.multiply), update, change, as: "kept")
    let new = try lowering.add(Binary(.add), candidate, kept, as: "hidden")
    lowering.keep(new, as: "hidden", inPlaceOf: old)
    return try lowering.map(new, output)
  }
}

extension LSTMSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    lowering.current = try lowering.add(Flatten(), lowering.current, as: "flat")
    let value = try lowering.longShortTermMemory(LongShortTermMemory(shape: [output])) {
      (_, value, lowering) throws(LoweringError) in
      try lowering.connected(value, to: output, batchNormalize: batchNormalize)
    }
    return try lowering.map(value, output)
  }
}

extension ConvLSTMSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let convolution = Convolution(
      recurrentSize: size, padding: padding, dilation: dilation, groups: groups)
    let memory = LongShortTermMemory(
      shape: [output, input[2], input[3]], activation: lstmActivation, hasPeephole: peephole,
      hasBottleneck: bottleneck, addsBottleneck: shortcut,
      limit: stateLimit == 0 ? nil : Float(stateLimit))
    return try lowering.longShortTermMemory(memory) {
      (_, value, lowering) throws(LoweringError) in
      let sums = try lowering.convolved(
        value, convolution, filters: output, batchNormalize: batchNormalize, isBinary: xnor)
      return try lowering.activated(sums, activation)
    }
  }
}

/// What `[lstm]` and `[conv_lstm]` compute but for their sublayers, which the caller brings.
struct LongShortTermMemory {
  /// The extents of both states, without the batch.
  var shape: [Int]
  /// The function of what is remembered and of what is given.
  var activation = Activation.tanh
  /// Whether gates see the cell.
  var hasPeephole = false
  /// Whether one sublayer of state and input stands in front of all gates.
  var hasBottleneck = false
  /// Whether the first half of what the bottleneck gives is added to the output.
  var addsBottleneck = false
  /// The most that a cell keeps, in absolute value.
  var limit: Float?
}

// MARK: - What several sections share

extension Lowering {
  /// h' = (h +) input(x) + self(h), y = output(h') (`rnn_layer.c`, `crnn_layer.c`).
  ///
  /// - Parameter shortcut: whether the former state is added.
  fileprivate mutating func elman(
    state dimensions: [Int], shortcut: Bool, _ sublayer: Sublayer
  ) throws(LoweringError) -> ValueID {
    let old = try state("hidden", dimensions)
    let input = current
    let fromInput = try within("input") { (lowering) throws(LoweringError) in
      try sublayer("input", input, &lowering)
    }
    let fromSelf = try within("self") { (lowering) throws(LoweringError) in
      try sublayer("self", old, &lowering)
    }
    var new = try add(Binary(.add), fromInput, fromSelf, as: "sum")
    if shortcut { new = try add(Binary(.add), new, old, as: "sum_with_state") }
    keep(new, as: "hidden", inPlaceOf: old)
    current = try within("output") { (lowering) throws(LoweringError) in
      try sublayer("output", new, &lowering)
    }
    return current
  }

  /// f, i, o = σ(W h + U x + V c), g = a(Wg h + Ug x), c' = f c + i g, h' = o a(c'), where V of the
  /// gate o reads c'; then c' is limited (`lstm_layer.c`, `conv_lstm_layer.c`; what only its GPU
  /// code has is as there: the bottleneck, the activation a).
  fileprivate mutating func longShortTermMemory(
    _ memory: LongShortTermMemory, _ sublayer: Sublayer
  ) throws(LoweringError) -> ValueID {
    let oldHidden = try state("hidden", memory.shape)
    let oldCell = try state("cell", memory.shape)
    var input = current
    func part(
      _ name: String, _ value: ValueID, _ lowering: inout Lowering
    ) throws(LoweringError) -> ValueID {
      try lowering.within(name) { (lowering) throws(LoweringError) in
        try sublayer(name, value, &lowering)
      }
    }
    if memory.hasBottleneck {
      let joined = try add(Concatenation(axis: 1), oldHidden, input, as: "state_and_input")
      let narrow = try part("wf", joined, &self)
      input = try activated(narrow, memory.activation)
    }
    func terms(
      _ letter: String, peeping: ValueID?, _ lowering: inout Lowering
    ) throws(LoweringError) -> [ValueID] {
      var terms: [ValueID] = []
      if !memory.hasBottleneck { terms.append(try part("w\(letter)", oldHidden, &lowering)) }
      terms.append(try part("u\(letter)", input, &lowering))
      if memory.hasPeephole, let cell = peeping {
        terms.append(try part("v\(letter)", cell, &lowering))
      }
      return terms
    }
    let forget = try gate("f", try terms("f", peeping: oldCell, &self), .sigmoid)
    let take = try gate("i", try terms("i", peeping: oldCell, &self), .sigmoid)
    let offered = try activated(
      try sum("g", try terms("g", peeping: nil, &self)), memory.activation)
    let kept = try add(Binary(.multiply), forget, oldCell, as: "kept")
    let taken = try add(Binary(.multiply), take, offered, as: "taken")
    var cell = try add(Binary(.add), kept, taken, as: "cell")
    let give = try gate("o", try terms("o", peeping: cell, &self), .sigmoid)
    let shown = try activated(cell, memory.activation)
    let hidden = try add(Binary(.multiply), give, shown, as: "hidden")
    if let limit = memory.limit {
      cell = try add(Unary(.clip(lower: -limit, upper: limit)), cell, as: "limited")
    }
    keep(hidden, as: "hidden", inPlaceOf: oldHidden)
    keep(cell, as: "cell", inPlaceOf: oldCell)
    current = hidden
    if memory.hasBottleneck, memory.addsBottleneck {
      current = try addingHalf(of: input, to: hidden, memory.shape)
    }
    return current
  }

  /// A value and the first half of another one's channels.
  private mutating func addingHalf(
    of value: ValueID, to base: ValueID, _ dimensions: [Int]
  ) throws(LoweringError) -> ValueID {
    guard dimensions[0].isMultiple(of: 2) else {
      throw unsupported(
        "shortcut=1 adds half of the bottleneck, which output=\(dimensions[0]) channels do not "
          + "divide into")
    }
    let half = dimensions[0] / 2
    let first = try add(Slice(axis: 1, start: 0, end: half), value, as: "half")
    let padded = try add(
      Pad(before: [0, 0, 0, 0], after: [0, half, 0, 0], value: 0), first, as: "padded")
    return try add(Binary(.add), base, padded, as: "with_half")
  }

  private mutating func sum(
    _ letter: String, _ terms: [ValueID]
  ) throws(LoweringError) -> ValueID {
    var sum = terms[0]
    for term in terms.dropFirst() { sum = try add(Binary(.add), sum, term, as: "\(letter)_sum") }
    return sum
  }

  fileprivate mutating func gate(
    _ letter: String, _ terms: [ValueID], _ function: Unary.Function
  ) throws(LoweringError) -> ValueID {
    try add(Unary(function), try sum(letter, terms), as: letter)
  }

  /// Vectors [N, channels] as maps of one pixel, which the next layer reads.
  fileprivate mutating func map(
    _ value: ValueID, _ channels: Int
  ) throws(LoweringError) -> ValueID {
    current = try add(Reshape(target: [0, channels, 1, 1]), value, as: "map")
    return current
  }
}

extension Convolution {
  /// A convolution that keeps the extents of maps, as states need it.
  fileprivate init(recurrentSize size: Int, padding: Int, dilation: Int, groups: Int) {
    self.init(
      window: Window(
        kernel: Extent2D(size), stride: Extent2D(1), padding: Padding2D(padding * dilation),
        dilation: Extent2D(dilation)), groups: groups)
  }
}
