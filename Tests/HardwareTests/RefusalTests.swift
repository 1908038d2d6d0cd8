import Graph
import Testing

@testable import Hardware

/// What no description says, and no program could compute.
@Suite("Refusals for hardware")
struct RefusalTests {
  @Test("Scales whose factor is no finite number are refused, as JSON has none")
  func factors() throws {
    for function in QuantizedBinary.Function.allCases {
      var bytes = ByteGraph()
      let input = try bytes.input()
      let operands = [input] + bytes.code(1e30) + [input] + bytes.code(1e30) + bytes.code(1e-30)
      bytes.graph.outputs = [try bytes.graph.add(QuantizedBinary(function), operands, name: "both")]
      #expect(try bytes.refusal().contains("node both: its scales are too far from each other"))
    }
    var bytes = ByteGraph()
    let operands = [try bytes.input()] + bytes.code(1e30) + bytes.code(1e-30)
    let mean = try bytes.graph.add(QuantizedGlobalAveragePool(), operands, name: "mean")
    bytes.graph.outputs = [mean]
    #expect(try bytes.refusal().contains("node mean: its scales are too far from each other"))
  }

  @Test("Windows with gaps, and windows of very many cells, are refused") func windows() throws {
    let gaps = Window(kernel: Extent2D(2), dilation: Extent2D(2))
    // Hundreds of millions of rows fit, as what is added below the map does not count.
    let wide = Window(
      kernel: Extent2D(1 << 29),
      padding: Padding2D(top: 0, left: 0, bottom: (1 << 29) - 4, right: (1 << 29) - 4))
    for (window, expected) in [(gaps, "dilation 2, 2"), (wide, "536870912 x 536870912 cells")] {
      var bytes = ByteGraph()
      bytes.graph.outputs = [try bytes.pool(try bytes.input(), window)]
      #expect(try bytes.refusal().contains(expected))
      var mean = ByteGraph()
      mean.graph.requantization = .fixed
      let operands = [try mean.input()] + mean.code(1) + mean.code(1)
      let pool = QuantizedAveragePool(window: window)
      mean.graph.outputs = [try mean.graph.add(pool, operands, name: "mean")]
      #expect(try mean.refusal().contains(expected))
    }
  }

  @Test("Means of so many cells that their sum may leave 32 bits are refused", arguments: [0, 1])
  func sums(more: Int) throws {
    var bytes = ByteGraph()
    let cells = QuantizedAveragePool.largestSum + more
    let operands = [try bytes.input([1, 1, 1, cells])] + bytes.code(1) + bytes.code(1)
    let mean = try bytes.graph.add(QuantizedGlobalAveragePool(), operands, name: "mean")
    bytes.graph.outputs = [mean]
    #expect(try bytes.refusal().contains("may leave 32 bits") == (more > 0))
  }

  @Test("There is a factor for each number of cells that can lie inside the map, and no more")
  func factorCount() throws {
    var bytes = ByteGraph()
    bytes.graph.requantization = .fixed
    let operands = [try bytes.input([1, 2, 4, 3])] + bytes.code(1) + bytes.code(1)
    let window = Window(kernel: Extent2D(7), padding: Padding2D(3))
    let pool = QuantizedAveragePool(window: window)
    bytes.graph.outputs = [try bytes.graph.add(pool, operands, name: "mean")]
    let (steps, builder) = try bytes.steps()
    let multipliers = try #require(steps.first?.multiplier)
    #expect(builder.constants.constants[multipliers].axes.map(\.size) == [12])
  }
}
