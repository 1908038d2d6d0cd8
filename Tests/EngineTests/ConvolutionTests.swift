import Engine
import Graph
import TestSupport
import Testing

/// The engine's convolution against the sum that defines it.
@Suite struct ConvolutionTests {
  /// Sums of at most a few thousand products of numbers up to 1: rounding stays below 1e-4.
  static let tolerance: Float = 1e-4

  @Test("A convolution equals its definition on random shapes", arguments: 0..<120)
  func equalsItsDefinition(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let groups = [1, 1, 1, 2, 3, 8].randomElement(using: &random) ?? 1
    let isDepthwise = Int.random(in: 0..<4, using: &random) == 0
    let perGroup = isDepthwise ? 1 : Int.random(in: 1...20, using: &random)
    let filtersPerGroup = isDepthwise ? 1 : Int.random(in: 1...40, using: &random)
    let kernel = Extent2D(
      height: Int.random(in: 1...5, using: &random), width: Int.random(in: 1...5, using: &random))
    let window = Window(
      kernel: kernel,
      stride: Extent2D(
        height: Int.random(in: 1...3, using: &random),
        width: Int.random(in: 1...3, using: &random)),
      padding: Padding2D(
        top: Int.random(in: 0...3, using: &random), left: Int.random(in: 0...3, using: &random),
        bottom: Int.random(in: 0...3, using: &random),
        right: Int.random(in: 0...3, using: &random)),
      dilation: Extent2D(Int.random(in: 1...2, using: &random)))
    let input = try Shape([
      Int.random(in: 1...2, using: &random), groups * perGroup,
      Int.random(in: 9...17, using: &random), Int.random(in: 9...17, using: &random),
    ])
    let filters = try Shape([groups * filtersPerGroup, perGroup, kernel.height, kernel.width])

    let x = random.floats(input.count)
    let w = random.floats(filters.count)
    let b = random.floats(filters[0])
    var graph = Graph(name: "convolution")
    let value = graph.addInput("x", TensorType(.float32, input))
    let convolved = try graph.add(
      Convolution(window: window, groups: groups),
      [
        value, graph.addConstant("w", Tensor(w, shape: filters)),
        graph.addConstant("b", Tensor(b, shape: try Shape([filters[0]]))),
      ], name: "conv")
    graph.outputs = [try graph.add(Unary(.leakyRelu(slope: 0.1)), [convolved], name: "leaky")]

    let found = try Session(Plan(graph)).run([x])[0]
    let expected = reference(
      x, input, w, filters, b, window, groups: groups, output: graph[convolved].type.shape)
    #expect(Agreement(found, expected).error <= Self.tolerance)
  }

  private func reference(
    _ x: [Float], _ input: Shape, _ w: [Float], _ filters: Shape, _ b: [Float], _ window: Window,
    groups: Int, output: Shape
  ) -> [Float] {
    var result: [Float] = []
    for n in 0..<output[0] {
      for m in 0..<output[1] {
        let group = m / (filters[0] / groups)
        for oy in 0..<output[2] {
          for ox in 0..<output[3] {
            var sum = Double(b[m])
            for c in 0..<filters[1] {
              for ky in 0..<filters[2] {
                let y = oy * window.stride.height + ky * window.dilation.height - window.padding.top
                guard (0..<input[2]).contains(y) else { continue }
                for kx in 0..<filters[3] {
                  let column =
                    ox * window.stride.width + kx * window.dilation.width - window.padding.left
                  guard (0..<input[3]).contains(column) else { continue }
                  let channel = group * filters[1] + c
                  let a = x[((n * input[1] + channel) * input[2] + y) * input[3] + column]
                  sum +=
                    Double(a)
                    * Double(w[((m * filters[1] + c) * filters[2] + ky) * filters[3] + kx])
                }
              }
            }
            result.append(Float(sum < 0 ? 0.1 * sum : sum))
          }
        }
      }
    }
    return result
  }
}
