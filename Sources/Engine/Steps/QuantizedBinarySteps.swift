import Graph
import Kernels

/// Sums and products of bytes that broadcast.
enum QuantizedBinarySteps {
  static func build(
    _ binary: QuantizedBinary, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let node = context.node
    let operands = try BinarySteps.operands(node[.data(0)], node[.data(1)], context, &planner)
    let aQuantization = try planner.quantization(of: .data(0), node)
    let bQuantization = try planner.quantization(of: .data(1), node)
    let quantization = try planner.quantization(of: .y, node)
    let (a, b, output, loop) = (operands.a, operands.b, operands.output, operands.loop)
    let (aStep, bStep) = (loop.steps[0], loop.steps[1])
    guard aStep <= 1, bStep <= 1 else {
      throw .unsupported(node: node.name, reason: "operands of these shapes have no kernel")
    }
    let kernel = try kernel(
      binary.function, planner, node, aQuantization, bQuantization, quantization)
    let step = loop.step(name: node.name) { memory, offsets, count in
      kernel(
        memory.read(a) + offsets[0], aStep, memory.read(b) + offsets[1], bStep,
        memory.write(output) + offsets[2], count)
    }
    planner.append(step, reading: [a, b], writing: [output])
  }

  /// Computes elements of the result; a step is 0 (one number for all) or 1.
  private typealias Kernel =
    @Sendable (
      UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>, Int
    ) -> Void

  private static func kernel(
    _ function: QuantizedBinary.Function, _ planner: Planner, _ node: Node,
    _ a: dk_quantization, _ b: dk_quantization, _ y: dk_quantization
  ) throws(EngineError) -> Kernel {
    switch (function, planner.graph.requantization) {
    case (.add, .float):
      return { dk_add_u8($0, $1, a, $2, $3, b, $4, y, $5) }
    case (.multiply, .float):
      return { dk_multiply_u8($0, $1, a, $2, $3, b, $4, y, $5) }
    case (.add, .fixed):
      let factors = try planner.factors(of: node) { () throws(OperationError) in
        try FixedPointAddition(a: a.scale, b: b.scale, y: y.scale)
      }
      let (aFactor, bFactor) = (dk_fixed_point(factors.a), dk_fixed_point(factors.b))
      let yFactor = dk_fixed_point(factors.y)
      return {
        dk_add_fixed_u8(
          $0, $1, a, aFactor, $2, $3, b, bFactor, Int32(FixedPointAddition.leftShift), $4, y,
          yFactor, $5)
      }
    case (.add, .shift):
      let tables = TabulatedAddition(
        a: QuantizationEncoding(a), b: QuantizationEncoding(b), y: QuantizationEncoding(y))
      let (aTable, bTable) = (PackedIntegers(tables.a), PackedIntegers(tables.b))
      return {
        dk_add_table_u8(
          $0, $1, aTable.pointer, $2, $3, bTable.pointer, Int32(TabulatedAddition.fractionBits),
          y.is_signed, $4, $5)
      }
    case (.multiply, .fixed), (.multiply, .shift):
      // What multiplies two tensors has a multiplier for their product as well.
      let factor = try planner.fixedPoint(
        Double(a.scale) * Double(b.scale) / Double(y.scale), of: node)
      return { dk_multiply_fixed_u8($0, $1, a, $2, $3, b, $4, y, factor, $5) }
    }
  }
}

extension QuantizationEncoding {
  fileprivate init(_ quantization: dk_quantization) {
    self.init(
      element: quantization.is_signed ? .int8 : .uint8, scale: quantization.scale,
      zeroPoint: Int(quantization.zero_point))
  }
}
