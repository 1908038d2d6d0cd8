import Graph
import TestSupport
import Testing

@testable import Quantization

/// What each operation can become on quantized values.
@Suite struct NodeRoleTests {
  private static let roles: [(operation: any Operation.Type, role: NodeRole)] = [
    (AveragePool.self, .combination), (BatchNormalization.self, .other),
    (Binary.self, .combination), (Cast.self, .other), (Concatenation.self, .combination),
    (Convolution.self, .convolution), (Flatten.self, .moving), (FullyConnected.self, .other),
    (Gather.self, .moving), (GatherND.self, .other), (ScatterND.self, .other),
    (TopK.self, .other),
    (GlobalAveragePool.self, .combination), (MatrixProduct.self, .other),
    (MaxPool.self, .moving), (NonMaximumSuppression.self, .other), (Pad.self, .moving),
    (Reduction.self, .other), (Reshape.self, .moving), (Slice.self, .moving),
    (Softmax.self, .other), (Split.self, .moving), (Transpose.self, .moving),
    (Unary.self, .function), (UpsampleNearest.self, .moving), (Dequantization.self, .other),
    (IntegerConvolution.self, .other), (Quantization.self, .other),
    (QuantizedAveragePool.self, .other), (QuantizedBinary.self, .other),
    (QuantizedConcatenation.self, .other), (QuantizedConvolution.self, .other),
    (QuantizedGlobalAveragePool.self, .other), (QuantizedUnary.self, .other),
    (TableLookup.self, .other),
  ]

  @Test("Every operation has the role that is written here for it, and none is left out")
  func everyOperationHasItsRole() throws {
    let roles = Dictionary(
      uniqueKeysWithValues: Self.roles.map { (ObjectIdentifier($0.operation), $0.role) })
    #expect(Set(roles.keys) == OperationSample.types(of: OperationCatalog.all))
    for sample in try OperationSample.all() {
      var graph = Graph(name: "sample")
      let inputs = sample.operands.enumerated().map { index, type in
        guard index > 0 else { return graph.addInput("x", type) }
        let buffer = TensorBuffer(byteCount: type.byteCount) {
          $0.initializeMemory(as: UInt8.self, repeating: 0)
        }
        return graph.addConstant("c\(index)", Tensor(type: type, buffer: buffer))
      }
      _ = try graph.addNode("node", sample.operation, inputs)
      #expect(NodeRole(of: graph.nodes[0], in: graph) == roles[sample.type], "\(sample)")
    }
  }

  @Test("Differences and convolutions with filters that are computed stay in float")
  func exceptions() throws {
    var graph = Graph(name: "exceptions")
    let map = TensorType(.float32, try Shape([1, 2, 3, 3]))
    let x = graph.addInput("x", map)
    let filters = graph.addInput("filters", TensorType(.float32, try Shape([2, 2, 1, 1])))
    _ = try graph.addNode("difference", Binary(.subtract), [x, x])
    _ = try graph.addNode(
      "convolution", Convolution(window: Window(kernel: Extent2D(1))), [x, filters])
    for node in graph.nodes { #expect(NodeRole(of: node, in: graph) == .other, "\(node.name)") }
  }
}
