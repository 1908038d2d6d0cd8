import Foundation
import Graph
import Testing

struct ActivationPassTests {
  private static let points: [Float] =
    stride(from: Float(-30), through: 30, by: 0.03125).map { $0 } + [
      -4.0000005, 3.9999998, 4.0000005, -1e-6, 1e-6, 0.99999994, 1.0000001, -100, 100,
    ]

  /// Each step of a composition rounds once, and the largest intermediate result is at most a few
  /// times x; so a few units in the last place of max(1, |x|).
  @Test("Every composition computes darknet's formula to a few units in the last place")
  func everyCompositionIsDarknetsFormula() throws {
    for (function, formula) in Functions.composed {
      var graph = try Self.graph(function)
      #expect(try ComposeActivations().apply(to: &graph))
      for x in Self.points {
        let expected = formula(Double(x))
        let error = abs(Double(try Self.evaluate(graph, x)) - expected)
        #expect(error <= 6e-7 * max(1, abs(expected)), "\(function)(\(x)): off by \(error)")
      }
    }
  }

  @Test("Every composition is recognized") func everyCompositionIsRecognized() throws {
    for (function, _) in Functions.composed {
      let graph = try Self.graph(function)
      var changed = graph
      _ = try ComposeActivations().apply(to: &changed)
      #expect(changed.nodes.count > 1)
      #expect(try RecognizeActivations().apply(to: &changed))
      #expect(changed.differences(from: graph) == [])
    }
  }

  @Test("Operands are recognized in either order") func operandsAreRecognizedInEitherOrder() throws
  {
    var graph = Graph(name: "swapped")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 4])))
    let s = try graph.add(Unary(.sigmoid), [x], name: "s")
    graph.outputs = [try graph.add(Binary(.multiply), [s, x], name: "y")]
    #expect(try RecognizeActivations().apply(to: &graph))
    #expect(graph.nodes.map { ($0.operation as? Unary)?.function } == [.swish])
  }

  @Test("Similar compositions of another function are left alone")
  func whatOnlyLooksAlikeIsLeftAlone() throws {
    var graph = Graph(name: "alike")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 4])))
    let other = graph.addInput("other", TensorType(.float32, try Shape([1, 4])))
    let s = try graph.add(Unary(.sigmoid), [x], name: "s")
    let gate = try graph.add(Binary(.multiply), [s, other], name: "gate")
    let tenth = graph.addConstant("tenth", Tensor(scalar: Float(0.10000002)))
    let relu = try graph.add(Unary(.relu), [x], name: "relu")
    let slope = try graph.add(Binary(.multiply), [x, tenth], name: "slope")
    graph.outputs = [gate, try graph.add(Binary(.add), [relu, slope], name: "ramp")]
    #expect(try !RecognizeActivations().apply(to: &graph))
    #expect(graph.nodes.count == 5)
  }

  @Test("Parts that are read elsewhere stay") func partsThatAreReadElsewhereStay() throws {
    var graph = Graph(name: "shared")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 4])))
    let s = try graph.add(Unary(.sigmoid), [x], name: "s")
    let y = try graph.add(Binary(.multiply), [x, s], name: "y")
    graph.outputs = [y, try graph.add(Unary(.relu), [s], name: "z")]
    #expect(try RecognizeActivations().apply(to: &graph))
    #expect(graph.nodes.map(\.name) == ["s", "y", "z"])
    try graph.validate()
  }

  @Test("Functions to keep and primitive ones are not expanded")
  func functionsToKeepAreKeptAndPrimitiveOnesAreNotTouched() throws {
    for (function, _) in Functions.exact {
      var graph = try Self.graph(function)
      #expect(try !ComposeActivations(keeping: [function]).apply(to: &graph))
      #expect(graph.nodes.count == 1)
    }
    var relu = try Self.graph(.relu)
    #expect(try !ComposeActivations().apply(to: &relu))
  }

  @Test("Unused parts go; layer outputs stay where asked for")
  func unusedPartsGoAndLayerOutputsStayWhereAskedFor() throws {
    var graph = Graph(name: "unused")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 4])))
    let c = graph.addConstant("c", Tensor(scalar: Float(1)))
    graph.outputs = [try graph.add(Unary(.relu), [x], name: "y")]
    graph.layerOutputs = [3: try graph.add(Binary(.add), [x, c], name: "layer3")]
    _ = try graph.add(Binary(.multiply), [x, c], name: "dead")
    var kept = graph
    #expect(try RemoveUnused(keepsLayerOutputs: true).apply(to: &kept))
    #expect(kept.nodes.map(\.name) == ["y", "layer3"])
    #expect(try !RemoveUnused(keepsLayerOutputs: true).apply(to: &kept))
    #expect(try RemoveUnused(keepsLayerOutputs: false).apply(to: &kept))
    #expect(kept.nodes.map(\.name) == ["y"])
    #expect(kept.values.map(\.name) == ["x", "y"])
    #expect(kept.layerOutputs.isEmpty)
  }

  private static func graph(_ function: Unary.Function) throws -> Graph {
    var graph = Graph(name: "activation")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 1])))
    graph.outputs = [try graph.add(Unary(function), [x], name: "y")]
    return graph
  }

  /// Runs primitive element-wise nodes on one number, in 32 bits.
  private static func evaluate(_ graph: Graph, _ x: Float) throws -> Float {
    var numbers: [ValueID: Float] = [graph.inputs[0]: x]
    func number(_ id: ValueID) throws -> Float {
      if let number = numbers[id] { return number }
      return try #require(graph[id].constant?.elements(Float.self).first)
    }
    for node in graph.nodes {
      let operands = try node.inputs.map(number)
      if let binary = node.operation as? Binary {
        let (a, b) = (operands[0], operands[1])
        numbers[node.outputs[0]] =
          switch binary.function {
          case .add: a + b
          case .subtract: a - b
          case .multiply: a * b
          case .divide: a / b
          case .power: pow(a, b)
          }
      } else {
        let unary = try #require(node.operation as? Unary)
        numbers[node.outputs[0]] = try Self.evaluate(unary.function, operands[0])
      }
    }
    return try #require(numbers[graph.outputs[0]])
  }

  /// Runs a function that compositions are made of.
  private static func evaluate(_ function: Unary.Function, _ x: Float) throws -> Float {
    if case .clip(let lower, let upper) = function { return min(max(x, lower), upper) }
    try #require(!Functions.composed.contains { $0.function == function })
    let entry = try #require(Functions.exact.first { $0.function == function })
    return Float(entry.formula(Double(x)))
  }
}
