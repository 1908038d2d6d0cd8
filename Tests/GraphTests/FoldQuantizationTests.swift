import Graph
import Testing

@Suite struct FoldQuantizationTests {
  /// Folds, checks what every fold must keep, and gives the operations that are left.
  private static func folded(
    _ outputs: [ValueID], of qdq: QDQGraph
  ) throws -> (graph: Graph, operations: [AnyHashable], isChanged: Bool) {
    var graph = qdq.graph
    graph.outputs = outputs
    try graph.validate()
    let (before, layers) = (graph, graph.layerOutputs.keys.sorted())
    let isChanged = try FoldQuantization().apply(to: &graph)
    try graph.validate()
    #expect(graph.outputs.map { graph[$0].name } == before.outputs.map { before[$0].name })
    #expect(graph.outputs.map { graph[$0].type } == before.outputs.map { before[$0].type })
    #expect(graph.inputs.map { graph[$0].name } == before.inputs.map { before[$0].name })
    #expect(graph.layerOutputs.keys.sorted() == layers)
    var again = graph
    #expect(try !FoldQuantization().apply(to: &again), "folds twice")
    return (graph, graph.nodes.map { AnyHashable($0.operation) }, isChanged)
  }

  private let window = Window(kernel: Extent2D(1))

  // MARK: Convolutions

  @Test("A convolution is folded where all operands are quantized")
  func aConvolutionTakesAllItsOperandsStored() throws {
    var qdq = QDQGraph()
    let x = try qdq.input()
    let y = try qdq.convolution([x, try qdq.filters(), try qdq.bias()])
    let stored = try qdq.quantized(y, .init(scale: 4, zeroPoint: 20))
    let (graph, operations, _) = try Self.folded([stored], of: qdq)
    #expect(operations == [QuantizedConvolution(window: window)])
    let operands = graph.nodes[0].inputs.map { graph[$0] }
    #expect(operands[0].name == "x")
    #expect(operands[1].constant?.elements() == [Float(0.5)])
    #expect(operands[2].constant?.elements() == [UInt8(10)])
    #expect(operands[3].constant?.elements() == [Int8(1), -2, 3, 127])
    #expect(operands[4].constant?.elements() == [Float(0.25), 0.125])
    #expect(operands[5].constant?.elements() == [Int8(0)])
    #expect(operands[6].constant?.elements() == [Float(4)])
    #expect(operands[7].constant?.elements() == [UInt8(20)])
    #expect(operands[8].constant?.elements() == [Int32(100), -7])
  }

  @Test("A float bias is folded where it is a whole number of units")
  func aFloatBiasIsFoldedWhereItIsWhole() throws {
    for (bias, whole) in [
      ([12.5, -0.4375] as [Float], [100, -7] as [Int32]?), ([12.5, 0.3], nil),
    ] {
      var qdq = QDQGraph()
      let x = try qdq.input()
      let constant = qdq.graph.addConstant("bias", Tensor(bias, shape: try Shape([2])))
      let y = try qdq.convolution([x, try qdq.filters(), constant])
      let (graph, operations, isChanged) = try Self.folded([try qdq.quantized(y)], of: qdq)
      #expect(isChanged == (whole != nil))
      guard let whole else { continue }
      #expect(operations == [QuantizedConvolution(window: window)])
      #expect(graph[graph.nodes[0].inputs[8]].constant?.elements() == whole)
    }
  }

  @Test("A convolution stays in float where integers would differ")
  func aConvolutionStaysRealWhereIntegersWouldDiffer() throws {
    // A bias in other units.
    var qdq = QDQGraph()
    var x = try qdq.input()
    var y = try qdq.convolution([x, try qdq.filters(), try qdq.bias([0.125, 0.125])])
    #expect(try !Self.folded([try qdq.quantized(y)], of: qdq).isChanged)
    // Scales for each input channel.
    qdq = QDQGraph()
    x = try qdq.input()
    y = try qdq.convolution([x, try qdq.filters(axis: 1)])
    #expect(try !Self.folded([try qdq.quantized(y)], of: qdq).isChanged)
    // A function before the result is stored.
    qdq = QDQGraph()
    x = try qdq.input()
    y = try qdq.convolution([x, try qdq.filters()])
    y = try qdq.graph.add(Unary(.leakyRelu(slope: 0.1)), [y], name: "leaky")
    #expect(try !Self.folded([try qdq.quantized(y)], of: qdq).isChanged)
    // A result that is read as real too.
    qdq = QDQGraph()
    x = try qdq.input()
    y = try qdq.convolution([x, try qdq.filters()])
    #expect(try !Self.folded([try qdq.quantized(y), y], of: qdq).isChanged)
    // Stored as another type.
    qdq = QDQGraph()
    x = try qdq.input()
    y = try qdq.convolution([x, try qdq.filters()])
    let signed = [
      qdq.graph.addConstant("s", Tensor(scalar: Float(1))),
      qdq.graph.addConstant("z", Tensor(scalar: Int8(0))),
    ]
    let stored = try qdq.graph.add(Quantization(), [y] + signed, name: "signed")
    #expect(try !Self.folded([stored], of: qdq).isChanged)
  }

  @Test(
    "A clamp goes where quantization clamps as well",
    arguments: [
      (Unary.Function.relu, UInt8(0), true), (.relu, 1, false),
      (.clip(lower: 0, upper: 127.5), 0, true), (.clip(lower: 0, upper: 127), 0, false),
      (.clip(lower: -5, upper: 1000), 10, true),
    ])
  func aLimitGoesWhereStoringLimitsAnyway(
    _ function: Unary.Function, _ zeroPoint: UInt8, _ goes: Bool
  ) throws {
    var qdq = QDQGraph()
    let x = try qdq.input()
    let y = try qdq.convolution([x, try qdq.filters()])
    let limited = try qdq.graph.add(Unary(function), [y], name: "limited")
    let stored = try qdq.quantized(limited, .init(scale: 0.5, zeroPoint: zeroPoint))
    let (_, operations, isChanged) = try Self.folded([stored], of: qdq)
    #expect(isChanged == goes)
    if goes { #expect(operations == [QuantizedConvolution(window: window)]) }
  }

  // MARK: Functions

  @Test("Functions become quantized ones") func functionsBecomeQuantizedOnes() throws {
    let pool = Window(kernel: Extent2D(2), stride: Extent2D(2))
    let pairs: [(any Operation, AnyHashable)] = [
      (Unary(.leakyRelu(slope: 0.1)), QuantizedUnary(.leakyRelu(slope: 0.1))),
      (Unary(.sigmoid), QuantizedUnary(.sigmoid)), (Unary(.mish), QuantizedUnary(.mish)),
      (AveragePool(window: pool), QuantizedAveragePool(window: pool)),
      (GlobalAveragePool(), QuantizedGlobalAveragePool()),
    ]
    for (operation, expected) in pairs {
      var qdq = QDQGraph()
      let y = try qdq.graph.add(operation, [try qdq.input()], name: "y")
      let stored = try qdq.quantized(y, .init(scale: 0.25, zeroPoint: 3))
      let (graph, operations, _) = try Self.folded([stored], of: qdq)
      #expect(operations == [expected])
      #expect(graph.nodes.map(\.name) == ["y"])
      let constants = graph.nodes[0].inputs.dropFirst().map { graph[$0].constant }
      #expect(constants[0]?.elements() == [Float(0.5)] && constants[2]?.elements() == [Float(0.25)])
    }
  }

  @Test("Sums and products of quantized values are folded") func sumsAndProductsOfStoredNumbers()
    throws
  {
    for function in Binary.Function.allCases {
      var qdq = QDQGraph()
      let x = try qdq.input()
      let half = try qdq.rounded(try qdq.graph.add(Unary(.sigmoid), [x], name: "half"))
      let y = try qdq.graph.add(Binary(function), [x, half], name: "y")
      let (_, operations, _) = try Self.folded([try qdq.quantized(y)], of: qdq)
      switch function {
      case .add: #expect(operations == [QuantizedUnary(.sigmoid), QuantizedBinary(.add)])
      case .multiply: #expect(operations == [QuantizedUnary(.sigmoid), QuantizedBinary(.multiply)])
      default: #expect(operations.contains(Binary(function)))
      }
    }
  }

  @Test("A concatenation is plain where all scales are equal")
  func aConcatenationIsPlainWhereAllScalesAreTheSame() throws {
    for scale in [Float(0.5), 0.25] {
      var qdq = QDQGraph()
      let x = try qdq.input()
      let other = try qdq.rounded(
        try qdq.graph.add(Unary(.sigmoid), [x], name: "other"), .init(scale: scale))
      let y = try qdq.graph.add(Concatenation(axis: 1), [x, other], name: "y")
      let (graph, operations, _) = try Self.folded([try qdq.quantized(y)], of: qdq)
      let node = try #require(graph.nodes.last)
      if scale == 0.5 {
        #expect(operations.last == AnyHashable(Concatenation(axis: 1)))
        #expect(node.inputs.count == 2)
      } else {
        #expect(operations.last == AnyHashable(QuantizedConcatenation(axis: 1)))
        #expect(node.inputs.count == 8)
        #expect(graph[node.inputs[6]].constant?.elements() == [scale])
      }
    }
  }

  // MARK: What only moves elements

  @Test("Elements are moved in 8 bits where the scale stays")
  func elementsAreMovedAsStoredWhereTheScaleStays() throws {
    let moving: [any Operation] = [
      MaxPool(window: Window(kernel: Extent2D(2))), UpsampleNearest(scale: Extent2D(2)),
      Slice(axis: 1, start: 0, end: 1), Reshape(target: [0, 2, 16]), Flatten(),
      Transpose(permutation: [0, 2, 3, 1]),
    ]
    for operation in moving {
      for code in [QDQGraph.Code(), .init(scale: 0.5, zeroPoint: 11), .init(scale: 0.25)] {
        var qdq = QDQGraph()
        let y = try qdq.graph.add(operation, [try qdq.input()], name: "y")
        let (graph, operations, isChanged) = try Self.folded([try qdq.quantized(y, code)], of: qdq)
        let isSame = code.scale == 0.5 && code.zeroPoint == 10
        #expect(isChanged == isSame)
        if isSame {
          #expect(operations == [AnyHashable(operation)])
          #expect(graph[graph.nodes[0].inputs[0]].name == "x")
        }
      }
    }
  }

  @Test("Padding adds the quantized value") func aPaddingAddsTheStoredValue() throws {
    var qdq = QDQGraph()
    let pad = Pad(before: [0, 0, 1, 1], after: [0, 0, 1, 1], value: -2)
    let y = try qdq.graph.add(pad, [try qdq.input()], name: "y")
    let (_, operations, _) = try Self.folded([try qdq.quantized(y)], of: qdq)
    #expect(operations == [Pad(before: pad.before, after: pad.after, value: 6)])
  }

  @Test("A split is folded where all parts have the same scale")
  func aSplitIsFoldedWhereAllItsPartsAreStoredAlike() throws {
    for scale in [Float(0.5), 0.25] {
      var qdq = QDQGraph()
      let parts = try qdq.graph.addNode("split", Split(axis: 1, sizes: [1, 1]), [try qdq.input()])
      let outputs = [
        try qdq.quantized(parts[0]), try qdq.quantized(parts[1], .init(scale: scale)),
      ]
      let (_, operations, isChanged) = try Self.folded(outputs, of: qdq)
      #expect(isChanged == (scale == 0.5))
      if isChanged { #expect(operations == [Split(axis: 1, sizes: [1, 1])]) }
    }
  }

  // MARK: Readers and layers

  @Test("Values with several readers are folded for each")
  func valuesWithSeveralReadersAreFoldedForEach() throws {
    var qdq = QDQGraph()
    let x = try qdq.input()
    // One dequantization that two operations read, and a quantization for each reader.
    let a = try qdq.graph.add(Unary(.sigmoid), [x], name: "a")
    let b = try qdq.graph.add(Unary(.tanh), [x], name: "b")
    let (first, second) = (try qdq.rounded(a), try qdq.rounded(a))
    let sum = try qdq.graph.add(Binary(.add), [first, try qdq.rounded(b)], name: "sum")
    let real = try qdq.graph.add(Unary(.floor), [second], name: "real")
    let (graph, operations, _) = try Self.folded([try qdq.quantized(sum), real], of: qdq)
    #expect(
      operations == [
        QuantizedUnary(.sigmoid), QuantizedUnary(.tanh), Dequantization(), QuantizedBinary(.add),
        Unary(.floor),
      ])
    #expect(graph.nodes[2].inputs[0] == graph.nodes[0].outputs[0])
  }

  @Test("A layer's output is the dequantized value") func aLayersOutputIsTheDequantizedValue()
    throws
  {
    var qdq = QDQGraph()
    let y = try qdq.graph.add(Unary(.sigmoid), [try qdq.input()], name: "y")
    let limited = try qdq.graph.add(Unary(.relu), [y], name: "limited")
    qdq.graph.layerOutputs = [3: limited, 4: limited]
    let stored = try qdq.quantized(limited, .init(scale: 0.125, zeroPoint: 0))
    let (graph, operations, _) = try Self.folded([stored], of: qdq)
    #expect(operations == [QuantizedUnary(.sigmoid), Dequantization()])
    let layer = try #require(graph.layerOutputs[3])
    #expect(graph.layerOutputs[4] == layer)
    #expect(graph[layer].name == "limited" && graph[layer].type.element == .float32)
    #expect(graph.nodes[1].outputs == [layer])
    #expect(graph.nodes[1].inputs[0] == graph.outputs[0])
    #expect(graph[graph.nodes[1].inputs[1]].constant?.elements() == [Float(0.125)])
  }

  @Test("A clamp behind a layer's output stays") func aLimitThatIsBehindALayersOutputStays() throws
  {
    var qdq = QDQGraph()
    let y = try qdq.graph.add(Unary(.sigmoid), [try qdq.input()], name: "y")
    let limited = try qdq.graph.add(Unary(.relu), [y], name: "limited")
    qdq.graph.layerOutputs = [3: y]
    let stored = try qdq.quantized(limited, .init(scale: 0.125, zeroPoint: 0))
    #expect(try !Self.folded([stored], of: qdq).isChanged)
  }
}
