import Graph
import Kernels

/// Functions of 8-bit values as tables, as the engine computes them.
public enum ByteTables {
  /// The results of a node for each byte, in the order of the bits of its operand; nil unless it is a
  /// function of bytes whose scales or table are constants.
  public static func table(of node: Node, in graph: Graph) -> [UInt8]? {
    ByteTable(node, in: graph)?.bytes
  }

  /// The quantized values nearest to those of another encoding, in the order of their bits.
  public static func rescaling(
    from x: QuantizationEncoding, to y: QuantizationEncoding
  ) -> [UInt8] {
    ByteTable(dk_unary(function: dk_identity, a: 0, b: 0), from: .init(x), to: .init(y)).bytes
  }
}

extension dk_quantization {
  fileprivate init(_ encoding: QuantizationEncoding) {
    self.init(
      scale: encoding.scale, zero_point: Int32(encoding.zeroPoint),
      is_signed: encoding.element == .int8)
  }
}
