import Graph
import TestSupport
import Testing

@testable import ONNX

/// The table of operator files against the catalog of operations.
@Suite struct OperatorTableTests {
  @Test("Every operation can be written, and nothing can that is not in the catalog")
  func tableIsComplete() {
    let written = OperationSample.types(of: OperatorTable.writtenOperations)
    #expect(written == OperationSample.types(of: OperationCatalog.all))
  }

  @Test("A function that no operator expresses is refused where it was not expanded before")
  func functionsAreNotLeftOut() throws {
    let node = NodeToWrite(
      name: "f", origin: nil, inputs: ["x"], outputs: ["y"], operandTypes: [], resultTypes: [])
    for operation: any Operation in [Unary(.swish), QuantizedUnary(.tanh)] {
      var file = FileGraph(opset: 13, precision: .float32, names: [])
      let writer = try #require(OperatorTable.writer(for: operation))
      #expect(throws: ONNXError.self) { try writer.write(operation, node, to: &file) }
      #expect(file.nodes.isEmpty)
    }
  }
}
