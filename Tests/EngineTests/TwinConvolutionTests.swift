import Graph
import TestSupport
import Testing

@testable import Engine

/// Two convolutions that differ in nothing but how they store results, and their sum.
@Suite struct TwinConvolutionTests {
  /// Two convolutions and their sum as operations on quantized values.
  struct Twins {
    var graph: Graph
    /// The results of the convolutions and the sum.
    var values: [ValueID]
    var input: [Float]
  }

  /// What is built otherwise than a leaky ReLU as the sum of two sides is.
  enum Difference: CaseIterable {
    case filters, bias, input, window, order
  }

  /// The shape of a convolution.
  struct Form: Sendable {
    var channels = 19
    var groups = 1
    var kernel = 3
    var isSigned = false
    /// Whether the sum is the second part of a concatenation.
    var isPart = false

    static let all = [
      Form(), Form(channels: 16), Form(channels: 8, kernel: 1), Form(channels: 37, kernel: 1),
      Form(channels: 70, groups: 70), Form(channels: 8, groups: 8, isSigned: true),
      Form(channels: 24, groups: 2), Form(channels: 33, isSigned: true, isPart: true),
      Form(channels: 40, groups: 40, isPart: true), Form(channels: 5, kernel: 1, isPart: true),
    ]
  }

  private func zero(_ isSigned: Bool, _ level: Int) -> Tensor {
    isSigned ? Tensor(scalar: Int8(level - 128)) : Tensor(scalar: UInt8(level))
  }

  private func twins(_ form: Form, but difference: Difference? = nil) throws -> Twins {
    var random = SeededGenerator(seed: 5)
    var graph = Graph(name: "twins")
    let perGroup = form.groups == 1 ? 11 : form.channels / form.groups
    let channels = perGroup * form.groups
    let input = graph.addInput("x", TensorType(.float32, try Shape([1, channels, 9, 11])))
    func constants(_ name: String, _ scale: Float, _ level: Int) -> [ValueID] {
      [
        graph.addConstant("\(name)_scale", Tensor(scalar: scale)),
        graph.addConstant("\(name)_zero", zero(form.isSigned, level)),
      ]
    }
    let xCode = constants("x", 1 / 128, 100)
    func quantized(_ name: String) throws -> ValueID {
      try graph.add(Quantization(), [input] + xCode, name: name)
    }
    let x = try quantized("x_q")
    let shape = try Shape([form.channels, perGroup, form.kernel, form.kernel])
    func filters() -> ValueID {
      let numbers = (0..<shape.count).map { _ in Int8.random(in: -127...127, using: &random) }
      return graph.addConstant("w", Tensor(numbers, shape: shape))
    }
    func biases() throws -> ValueID {
      let numbers = (0..<form.channels).map { _ in Int32.random(in: -4000...4000, using: &random) }
      return graph.addConstant("b", Tensor(numbers, shape: try Shape([form.channels])))
    }
    let (w, b) = (filters(), try biases())
    let zeros = graph.addConstant("w_zero", Tensor(scalar: Int8(0)))
    let scales = (0..<form.channels).map { _ in Float.random(in: 0.003...0.01, using: &random) }
    func convolution(
      _ name: String, _ x: ValueID, _ w: ValueID, _ b: ValueID, slope: Float, window: Window,
      code: [ValueID]
    ) throws -> ValueID {
      let scale = graph.addConstant(
        "\(name)_w", Tensor(scales.map { $0 * slope }, shape: try Shape([form.channels])))
      let operation = QuantizedConvolution(window: window, groups: form.groups)
      return try graph.add(
        operation, [x] + xCode + [w, scale, zeros] + code + [b], name: name)
    }
    let window = Window(kernel: Extent2D(form.kernel), padding: Padding2D(form.kernel / 2))
    let aCode = constants("a", 0.02, 0)
    let bCode = constants("b", 0.004, 255)
    let first = try convolution("first", x, w, b, slope: 1, window: window, code: aCode)
    var other = window
    // Another window of the same result.
    if difference == .window { other.padding = Padding2D(top: 0, left: 1, bottom: 2, right: 1) }
    let second = try convolution(
      "second", difference == .input ? try quantized("x_again") : x,
      difference == .filters ? filters() : w, difference == .bias ? try biases() : b,
      slope: 0.1, window: other, code: bCode)
    let operands =
      difference == .order ? [second] + bCode + [first] + aCode : [first] + aCode + [second] + bCode
    let yCode = constants("y", 0.021, 20)
    var y = try graph.add(QuantizedBinary(.add), operands + yCode, name: "sum")
    let values = [first, second, y]
    if form.isPart {
      let pool = MaxPool(window: Window(kernel: Extent2D(3), padding: Padding2D(1)))
      let before = try graph.add(pool, [x], name: "pool")
      y = try graph.add(Concatenation(axis: 1), [before, y], name: "joined")
    }
    graph.outputs = [try graph.add(Dequantization(), [y] + yCode, name: "y_real")]
    return Twins(graph: graph, values: values, input: random.floats(channels * 99))
  }

  private func steps(_ plan: Plan) -> Set<String> {
    Set(plan.steps.map(\.name)).intersection(["first", "second", "sum"])
  }

  @Test("Their sums are computed once, and the result is that of three steps", arguments: Form.all)
  func fused(form: Form) throws {
    let twins = try twins(form)
    let plan = try Plan(twins.graph)
    #expect(steps(plan) == ["first"])
    let apart = try Plan(twins.graph, observing: Set(twins.values))
    #expect(steps(apart) == ["first", "second", "sum"])
    let expected = try Session(apart).run([twins.input])
    #expect(Set(expected[0]).count > 20)
    for threads in [1, 2, 5] {
      #expect(try Session(plan, threads: threads).run([twins.input]) == expected)
    }
  }

  @Test("Who observes or traces one of the three sees it", arguments: 0..<3)
  func observed(position: Int) throws {
    let twins = try twins(Form())
    let value = twins.values[position]
    let all = Session(try Plan(twins.graph, observing: Set(twins.values)))
    let plain = try all.run([twins.input])
    let expected = try all.read(value)
    let observing = Session(try Plan(twins.graph, observing: [value]))
    #expect(try observing.run([twins.input]) == plain)
    #expect(try observing.read(value) == expected)
    let tracing = try Plan(twins.graph, tracing: [value])
    // A trace shows the sum from the one step; results within it are computed in steps of their own.
    #expect(steps(tracing) == (position == 2 ? ["first"] : ["first", "second", "sum"]))
  }

  @Test("A result that is read elsewhere too is computed for that", arguments: 0..<2)
  func readElsewhere(position: Int) throws {
    var twins = try twins(Form())
    let alone = try Session(Plan(twins.graph)).run([twins.input])
    let node = try #require(twins.graph.nodes.first { $0.outputs == [twins.values[position]] })
    let code = [node[.scale(of: .y)], node[.zeroPoint(of: .y)]]
    twins.graph.outputs.append(
      try twins.graph.add(Dequantization(), [twins.values[position]] + code, name: "also"))
    let plan = try Plan(twins.graph)
    #expect(steps(plan) == ["first", "second", "sum"])
    #expect(try Session(plan).run([twins.input])[0] == alone[0])
  }

  @Test("Convolutions that differ are computed each", arguments: Difference.allCases)
  func different(difference: Difference) throws {
    let plan = try Plan(twins(Form(), but: difference).graph)
    #expect(steps(plan) == ["first", "second", "sum"])
  }

  @Test("Whole-number requantizations are computed in steps of their own")
  func requantizations() throws {
    var twins = try twins(Form())
    let float = try Session(Plan(twins.graph)).run([twins.input])[0]
    twins.graph.requantization = .fixed
    let plan = try Plan(twins.graph)
    #expect(steps(plan) == ["first", "second", "sum"])
    let fixed = try Session(plan).run([twins.input])[0]
    // Roundings half way differ: by one step of the result.
    #expect(zip(float, fixed).allSatisfy { abs($0 - $1) <= 0.0211 })
  }
}
