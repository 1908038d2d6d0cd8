import Graph

@testable import Hardware

/// A graph on 8-bit values in the making.
struct ByteGraph {
  var graph = Graph(name: "bytes")

  /// An input of bytes.
  mutating func input(_ shape: [Int] = [1, 2, 4, 4]) throws -> ValueID {
    graph.addInput("x", TensorType(.uint8, try Shape(shape)))
  }

  /// A scale, and the zero point 0.
  mutating func code(_ scale: Float) -> [ValueID] {
    [
      graph.addConstant("scale", Tensor(scalar: scale)),
      graph.addConstant("zero", Tensor(scalar: UInt8(0))),
    ]
  }

  /// The largest cells of windows.
  mutating func pool(_ value: ValueID, _ window: Window = Window(kernel: Extent2D(1))) throws
    -> ValueID
  {
    try graph.add(MaxPool(window: window), [value], name: "pool")
  }

  /// The steps, and what made them.
  func steps() throws -> (steps: [HardwareNetwork.Step], builder: NetworkBuilder) {
    var builder = NetworkBuilder(graph, try HardwareLayout())
    let steps = try builder.steps()
    return (steps, builder)
  }

  /// What is said about a graph that has no steps; empty where it has some.
  func refusal() throws -> String {
    do {
      _ = try steps()
      return ""
    } catch let error as HardwareError { return "\(error.lines)" }
  }
}
