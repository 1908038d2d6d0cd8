import Graph
import Kernels

/// A function of bytes: 256 results.
final class ByteTable: Sendable {
  let bytes: [UInt8]

  /// What a node computes; nil unless it is a function of bytes whose scales or table are constants.
  init?(_ node: Node, in graph: Graph) {
    if let table = node.operand(.table) {
      guard let table = graph[table].constant else { return nil }
      bytes = table.buffer.withUnsafeBytes { Array($0) }
    } else {
      guard let unary = node.operation as? QuantizedUnary,
        let x = graph.quantization(of: node.stored(.x)),
        let y = graph.quantization(of: node.stored(.y))
      else { return nil }
      bytes = ByteTable(unary.function.kernel, from: x, to: y).bytes
    }
  }

  /// A function of the numbers that bytes stand for, rounded to the nearest result.
  init(_ function: dk_unary, from input: dk_quantization, to output: dk_quantization) {
    bytes = Array(unsafeUninitializedCapacity: 256) { target, count in
      if let start = target.baseAddress { dk_unary_table(function, input, output, start) }
      count = 256
    }
  }

  /// Looks a tensor up; both are interleaved, or both are planes.
  func step(name: String, from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    guard case .interleaved(let stride) = source.layout else {
      let (count, chunk) = (shape.count, 1 << 14)
      return Step(name: name, units: (count + chunk - 1) / chunk) { [bytes] memory, units in
        let first = units.lowerBound * chunk
        let length = min(units.upperBound * chunk, count) - first
        dk_lookup_u8(
          bytes, memory.read(source) + first, length, length, 1, memory.write(target) + first,
          length)
      }
    }
    let outStride = target.pixelStride
    return Step(name: name, units: shape[0] * shape[2]) { [bytes] memory, rows in
      let first = rows.lowerBound * shape[3]
      dk_lookup_u8(
        bytes, memory.read(source) + first * stride, stride, shape[1], rows.count * shape[3],
        memory.write(target) + first * outStride, outStride)
    }
  }
}

extension Planner {
  /// The function of bytes that a node computes.
  func table(of node: Node) throws(EngineError) -> ByteTable {
    guard let table = ByteTable(node, in: graph) else {
      throw .unsupported(
        node: node.name, reason: "all its operands but the first must be constants")
    }
    return table
  }
}
