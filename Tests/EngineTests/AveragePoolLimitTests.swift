import Graph
import Testing

@testable import Engine

/// Means of windows in whole numbers, which have a factor for each number of cells.
@Suite struct AveragePoolLimitTests {
  private func graph(_ window: Window, map: [Int]) throws -> Graph {
    var graph = Graph(name: "mean")
    graph.requantization = .fixed
    let input = graph.addInput("x", TensorType(.uint8, try Shape(map)))
    let scale = graph.addConstant("scale", Tensor(scalar: Float(1)))
    let zero = graph.addConstant("zero", Tensor(scalar: UInt8(0)))
    let pool = QuantizedAveragePool(window: window)
    graph.outputs = [try graph.add(pool, [input, scale, zero, scale, zero], name: "mean")]
    return graph
  }

  @Test("A window far beyond its map takes no factors for what is outside") func outside() throws {
    let beyond = 1 << 29
    let window = Window(
      kernel: Extent2D(beyond),
      padding: Padding2D(top: 0, left: 0, bottom: beyond - 2, right: beyond - 2))
    let session = Session(try Plan(try graph(window, map: [1, 1, 2, 2])))
    #expect(try session.run([[1, 2, 3, 6]]) == [[3]])
  }

  @Test("A window that covers too many cells of its map is refused", arguments: [256, 257])
  func tooMany(side: Int) throws {
    let pool = try graph(Window(kernel: Extent2D(side)), map: [1, 1, side, side])
    guard side * side > QuantizedAveragePool.largestWindow else {
      let found = try Session(Plan(pool)).run([Array(repeating: 200, count: side * side)])
      #expect(found == [[200]])
      return
    }
    let error = #expect(throws: EngineError.self) { try Plan(pool) }
    #expect(error?.description.contains("covers 66049 cells, more than 65536") == true)
  }
}
