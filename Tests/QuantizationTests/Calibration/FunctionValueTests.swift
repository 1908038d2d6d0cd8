import Engine
import Graph
import Testing

@Suite struct FunctionValueTests {
  private static let functions: [Unary.Function] = [
    .relu, .leakyRelu(slope: 0.1), .elu(alpha: 0.7), .selu(alpha: 1.6, gamma: 1.1), .sigmoid, .tanh,
    .softplus, .clip(lower: -1, upper: 6), .exponential, .floor, .swish, .mish, .hardMish,
    .hardSwish, .gelu,
    .loggy, .ramp, .plse, .stair, .lhtan,
  ]

  @Test("Function values are those of the engine", arguments: functions)
  func valuesAreThoseOfTheEngine(function: Unary.Function) throws {
    let points = (-320...320).map { Float($0) / 16 } + [-0.0, 1e-6, -1e-6]
    var graph = Graph(name: "function")
    let x = graph.addInput("x", TensorType(.float32, try Shape([points.count])))
    graph.outputs = [try graph.add(Unary(function), [x], name: "y")]
    let values = try Session(Plan(graph)).run([points])[0]
    for (x, y) in zip(points, values) {
      // The kernels compute in single precision.
      #expect(abs(function(x) - y) <= 2e-6 * max(1, abs(y)), "\(function) of \(x)")
    }
  }

  @Test("Function values never overflow") func nothingOverflows() {
    #expect(Unary.Function.mish(200) == 200)
    #expect(Unary.Function.mish(-200) == 0)
    #expect(Unary.Function.softplus(200) == 200)
    #expect(Unary.Function.sigmoid(-1000) == 0)
  }
}
