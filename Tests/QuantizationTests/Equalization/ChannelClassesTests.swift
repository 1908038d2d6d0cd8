import Graph
import Quantization
import TestSupport
import Testing

/// What operations demand of the channels around them.
@Suite struct ChannelClassesTests {
  /// A graph of two convolutions with something between them.
  private struct Between {
    let first: ValueID
    let last: ValueID
    let classes: ChannelClasses

    /// - Parameter body: what comes between a map of 6 channels and the second convolution, which
    ///   reads whatever results.
    init(_ body: (inout Graph, ValueID) throws -> ValueID) throws {
      var random = SeededGenerator(seed: 1)
      var graph = Graph(name: "test")
      let input = graph.addInput("input", TensorType(.float32, try Shape([1, 2, 4, 4])))
      let window = Window(kernel: Extent2D(1))
      func convolved(_ value: ValueID, _ filters: Int, _ name: String) throws -> ValueID {
        let channels = graph[value].type.shape[1]
        let weights = graph.addConstant(
          "\(name)_weights",
          Tensor(random.floats(filters * channels), shape: try Shape([filters, channels, 1, 1])))
        return try graph.add(Convolution(window: window), [value, weights], name: name)
      }
      first = try convolved(input, 6, "first")
      last = try body(&graph, first)
      graph.outputs = [try convolved(last, 1, "second")]
      classes = ChannelClasses(of: graph)
    }

    /// For each channel that the second convolution reads the channel of the first with the same
    /// factor; nil where it must be 1.
    var sources: [Int?] {
      let before = Array(classes.classes(of: first))
      return classes.classes(of: last).map { own in
        classes.isPinned[own] ? nil : before.firstIndex(of: own)
      }
    }
  }

  private let all: [Int?] = [0, 1, 2, 3, 4, 5]

  @Test(
    "Homogeneous functions pass factors on",
    arguments: [Unary.Function.relu, .leakyRelu(slope: 0.1), .ramp])
  func homogeneousFunctionsPassFactorsOn(function: Unary.Function) throws {
    let between = try Between { graph, map in
      try graph.add(Unary(function), [map], name: "function")
    }
    #expect(between.sources == all)
  }

  @Test(
    "Other functions do not pass factors on",
    arguments: [
      Unary.Function.sigmoid, .clip(lower: 0, upper: 6), .mish, .swish, .tanh, .elu(alpha: 1),
      .lhtan, .floor,
    ])
  func otherFunctionsKeepThem(function: Unary.Function) throws {
    let between = try Between { graph, map in
      try graph.add(Unary(function), [map], name: "function")
    }
    #expect(between.sources == Array(repeating: nil, count: 6))
    #expect(between.classes.classes(of: between.first).allSatisfy { between.classes.isPinned[$0] })
  }

  @Test("Factors pass through pooling and upsampling") func mapsArePooledAndEnlarged() throws {
    let between = try Between { graph, map in
      let window = Window(kernel: Extent2D(2), stride: Extent2D(2))
      let largest = try graph.add(MaxPool(window: window), [map], name: "max")
      let mean = try graph.add(AveragePool(window: window), [largest], name: "mean")
      let large = try graph.add(UpsampleNearest(scale: Extent2D(3)), [mean], name: "large")
      return try graph.add(GlobalAveragePool(), [large], name: "global")
    }
    #expect(between.sources == all)
  }

  @Test("Factors follow slices and concatenations") func partsAndTheirOrderAreFollowed() throws {
    let between = try Between { graph, map in
      let parts = try graph.addNode("split", Split(axis: 1, sizes: [1, 3, 2]), [map])
      let middle = try graph.add(Slice(axis: -3, start: 1, end: 3), [parts[1]], name: "slice")
      return try graph.add(Concatenation(axis: 1), [parts[2], middle, parts[2]], name: "join")
    }
    #expect(between.sources == [4, 5, 2, 3, 4, 5])
  }

  @Test("Factors pass through slices of rows and columns") func cutsThroughRowsLeaveChannels()
    throws
  {
    let between = try Between { graph, map in
      let rows = try graph.add(Slice(axis: 2, start: 1, end: 3), [map], name: "rows")
      let parts = try graph.addNode("columns", Split(axis: 3, sizes: [3, 1]), [rows])
      return try graph.add(Concatenation(axis: 3), [parts[1], parts[0]], name: "join")
    }
    #expect(between.sources == all)
  }

  @Test("A sum ties the channels of its operands") func sumsTieChannels() throws {
    let between = try Between { graph, map in
      let parts = try graph.addNode("split", Split(axis: 1, sizes: [2, 2, 2]), [map])
      let sum = try graph.add(Binary(.add), [parts[0], parts[2]], name: "sum")
      return try graph.add(Concatenation(axis: 1), [parts[1], sum], name: "join")
    }
    #expect(between.sources == [2, 3, 0, 1])
    let classes = Array(between.classes.classes(of: between.first))
    #expect(classes[0] == classes[4] && classes[1] == classes[5] && classes[2] != classes[3])
  }

  @Test("Zeros take any factor") func zerosHaveAnyFactor() throws {
    let between = try Between { graph, map in
      try graph.add(
        Pad(before: [0, 1, 1, 0], after: [0, 2, 0, 0], value: 0), [map], name: "pad")
    }
    #expect(between.sources == [nil, 0, 1, 2, 3, 4, 5, nil, nil])
    let other = try Between { graph, map in
      try graph.add(
        Pad(before: [0, 0, 1, 0], after: [0, 0, 0, 0], value: 1), [map], name: "pad")
    }
    #expect(other.sources == Array(repeating: nil, count: 6))
  }

  @Test("Factors pass through the scaled operand of a product")
  func factorsPassThroughTheScaledOperandOfAProduct() throws {
    let between = try Between { graph, map in
      let parts = try graph.addNode("split", Split(axis: 1, sizes: [3, 3]), [map])
      let weights = try graph.add(GlobalAveragePool(), [parts[1]], name: "global")
      let product = try graph.add(Binary(.multiply), [weights, parts[0]], name: "product")
      let half = graph.addConstant("half", Tensor(scalar: Float(0.5)))
      return try graph.add(Binary(.multiply), [product, half], name: "scaled")
    }
    #expect(between.sources == [0, 1, 2])
    let classes = between.classes
    let pinned = classes.classes(of: between.first).map { classes.isPinned[$0] }
    #expect(pinned == [false, false, false, true, true, true])
  }

  @Test("Squares and shifts do not pass factors on") func squaresAndShiftsKeepFactors() throws {
    let square = try Between { graph, map in
      try graph.add(Binary(.multiply), [map, map], name: "square")
    }
    #expect(square.sources == Array(repeating: nil, count: 6))
    let shift = try Between { graph, map in
      let one = graph.addConstant("one", Tensor(scalar: Float(1)))
      return try graph.add(Binary(.add), [map, one], name: "sum")
    }
    #expect(shift.sources == Array(repeating: nil, count: 6))
  }

  @Test("Regrouped elements are tied") func regroupedElementsAreTied() throws {
    let flat = try Between { graph, map in
      // 6 channels of 16 become 96 of 1, then 3 of 32.
      let flat = try graph.add(Flatten(), [map], name: "flat")
      return try graph.add(Reshape(target: [0, 3, 4, 8]), [flat], name: "wide")
    }
    #expect(flat.sources == [0, 2, 4])
    let classes = Array(flat.classes.classes(of: flat.first))
    #expect(classes[0] == classes[1] && classes[2] == classes[3] && classes[1] != classes[2])
  }

  @Test("Reductions and transpositions are followed") func reductionsAndTranspositions() throws {
    let rows = try Between { graph, map in
      let turned = try graph.add(Transpose(permutation: [0, 1, 3, 2]), [map], name: "turned")
      return try graph.add(Reduction(.maximum, axis: 2), [turned], name: "rows")
    }
    #expect(rows.sources == all)
    let channels = try Between { graph, map in
      try graph.add(Reduction(.sum, axis: 1), [map], name: "sum")
    }
    #expect(channels.sources == [nil])
    let moved = try Between { graph, map in
      try graph.add(Transpose(permutation: [0, 2, 1, 3]), [map], name: "moved")
    }
    #expect(moved.sources == Array(repeating: nil, count: 4))
  }

  @Test("Computed filters do not pass factors on") func filtersThatAreComputedKeepFactors() throws {
    let between = try Between { graph, map in
      let filters = graph.addInput("filters", TensorType(.float32, try Shape([2, 6, 1, 1])))
      return try graph.add(
        Convolution(window: Window(kernel: Extent2D(1))), [map, filters], name: "computed")
    }
    #expect(between.sources == [nil, nil])
    #expect(between.classes.classes(of: between.first).allSatisfy { between.classes.isPinned[$0] })
  }
}
