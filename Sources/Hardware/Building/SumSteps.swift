import Glibc
import Graph

/// Steps that compute: sums, products, and the largest of a window.
enum SumSteps {
  typealias Step = HardwareNetwork.Step

  static func convolution(
    _ convolution: QuantizedConvolution, _ node: Node, _ step: inout Step,
    _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let x = try builder.encoding(.x, of: node)
    let y = try builder.encoding(.y, of: node)
    let stored = node.stored(.filters)
    let filters = try builder.constant(stored.value, of: node)
    var scales = try builder.constant(stored.scale, of: node).elements(Float.self)
    let zeros = try stored.zeroPoint.map { (value) throws(HardwareError) in
      try builder.constant(value, of: node).integers
    }
    guard filters.type.element == .int8, zeros?.allSatisfy({ $0 == 0 }) ?? true else {
      throw .unsupported(
        node: node.name, reason: "weights must be int8 with zero point 0 (symmetric)")
    }
    let channels = filters.shape[0]
    if scales.count == 1 { scales = Array(repeating: scales[0], count: channels) }
    let bias: [Int32] =
      if let operand = node.operand(.bias) {
        try builder.constant(operand, of: node).elements()
      } else { Array(repeating: 0, count: channels) }
    step.accumulator = try accumulator(filters, bias, x, node)
    let factors: SumFactors
    do throws(OperationError) {
      factors = try SumFactors(
        builder.graph.requantization, x: x.scale, filters: scales, y: y.scale)
    } catch { throw .unsupported(node: node.name, reason: error.description) }
    if case .float(let factors) = factors { _ = try finite(factors, node) }
    step.window = HardwareNetwork.StepWindow(convolution.window)
    step.groups = convolution.groups
    step.paddingValue = x.zeroPoint
    step.weights = builder.addWeights(filters, groups: convolution.groups)
    step.bias = builder.addChannels("bias", bias)
    (step.multiplier, step.shift) = builder.addFactors(factors)
    step.clamp = [y.limits.lowerBound, y.limits.upperBound]
  }

  /// The range of all channels' sums, partial ones included: those that begin with the bias.
  private static func accumulator(
    _ filters: Tensor, _ bias: [Int32], _ x: QuantizationEncoding, _ node: Node
  ) throws(HardwareError) -> HardwareNetwork.Accumulator {
    let (low, high) = (x.limits.lowerBound - x.zeroPoint, x.limits.upperBound - x.zeroPoint)
    let weights = filters.elements(Int8.self)
    let columns = weights.count / max(bias.count, 1)
    var (least, most) = (0, 0)
    for (channel, start) in bias.enumerated() {
      var range = (least: Int(start), most: Int(start))
      for weight in weights[channel * columns..<(channel + 1) * columns] {
        range.least += Int(weight) * (weight > 0 ? low : high)
        range.most += Int(weight) * (weight > 0 ? high : low)
      }
      guard range.least >= Int(Int32.min), range.most <= Int(Int32.max) else {
        throw .sums(node: node.name, channel: channel, least: range.least, most: range.most)
      }
      (least, most) = (min(least, range.least), max(most, range.most))
    }
    let bits = 1 + max(width(most), width(-1 - least))
    return HardwareNetwork.Accumulator(least: least, most: most, bits: bits)
  }

  private static func width(_ number: Int) -> Int { Int.bitWidth - number.leadingZeroBitCount }

  static func maxPool(
    _ pool: MaxPool, _ node: Node, _ step: inout Step, _: inout NetworkBuilder
  ) throws(HardwareError) {
    step.window = try window(pool.window, of: node)
  }

  /// The window of a pooling; programs look at all of its cells, those outside of the map too.
  private static func window(
    _ window: Window, of node: Node
  ) throws(HardwareError) -> HardwareNetwork.StepWindow {
    guard window.dilation == Extent2D(1) else {
      throw .unsupported(
        node: node.name,
        reason: "pools cells with gaps between them (dilation \(window.dilation.height), "
          + "\(window.dilation.width)), which is not described here; pool cells side by side")
    }
    let (height, width) = (window.kernel.height, window.kernel.width)
    let (cells, isTooLarge) = height.multipliedReportingOverflow(by: width)
    guard !isTooLarge, cells <= QuantizedAveragePool.largestWindow else {
      throw .unsupported(
        node: node.name,
        reason: "its window has \(height) x \(width) cells, where at most "
          + "\(QuantizedAveragePool.largestWindow) are described; pool in several steps")
    }
    return HardwareNetwork.StepWindow(window)
  }

  static func averagePool(
    _ pool: QuantizedAveragePool, _ node: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let (x, y) = (try builder.encoding(.x, of: node), try builder.encoding(.y, of: node))
    step.window = try window(pool.window, of: node)
    step.clamp = [y.limits.lowerBound, y.limits.upperBound]
    guard builder.graph.requantization != .float else {
      step.multiplier = builder.addList("multiplier", [x.scale, y.scale])
      return
    }
    var factors: [FixedPointFactor] = []
    let map = builder.shape(step.inputs[0])
    for cells in 1...pool.mostCells(ofMap: Extent2D(height: map[2], width: map[3])) {
      factors.append(try fixed(Double(x.scale) / (Double(y.scale) * Double(cells)), node))
    }
    (step.multiplier, step.shift) = builder.addFactors(factors)
  }

  static func globalAveragePool(
    _: QuantizedGlobalAveragePool, _ node: Node, _ step: inout Step,
    _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let (x, y) = (try builder.encoding(.x, of: node), try builder.encoding(.y, of: node))
    let shape = builder.shape(step.inputs[0])
    let cells = shape[2] * shape[3]
    step.clamp = [y.limits.lowerBound, y.limits.upperBound]
    guard cells <= QuantizedAveragePool.largestSum else {
      throw .unsupported(
        node: node.name,
        reason: "sums of \(cells) cells may leave 32 bits, which hold those of "
          + "\(QuantizedAveragePool.largestSum); pool in several steps")
    }
    guard builder.graph.requantization != .float else {
      let factor = x.scale / (y.scale * Float(cells))
      step.multiplier = builder.addList("multiplier", try finite([factor], node))
      return
    }
    let factor = try fixed(Double(x.scale) / (Double(y.scale) * Double(cells)), node)
    (step.multiplier, step.shift) = builder.addFactors([factor])
  }

  static func binary(
    _ binary: QuantizedBinary, _ node: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    let a = try builder.encoding(.data(0), of: node)
    let b = try builder.encoding(.data(1), of: node)
    let y = try builder.encoding(.y, of: node)
    step.clamp = [y.limits.lowerBound, y.limits.upperBound]
    guard binary.function == .add else {
      step.operation = .multiply
      guard builder.graph.requantization != .float else {
        let factor = a.scale * b.scale / y.scale
        step.multiplier = builder.addList("multiplier", try finite([factor], node))
        return
      }
      let factor = try fixed(Double(a.scale) * Double(b.scale) / Double(y.scale), node)
      (step.multiplier, step.shift) = builder.addFactors([factor])
      return
    }
    guard builder.shape(step.inputs[0]) == builder.shape(step.inputs[1]) else {
      throw .unsupported(node: node.name, reason: "adds tensors of different shapes")
    }
    switch builder.graph.requantization {
    case .float:
      // In the order of ONNX Runtime; see Kernels/include/quantized.h.
      let (first, second) = (a.scale / y.scale, b.scale / y.scale)
      let zeros = fmaf(first, Float(a.zeroPoint), second * Float(b.zeroPoint))
      let numbers = try finite([first, second, Float(y.zeroPoint) - zeros], node)
      step.multiplier = builder.addList("multiplier", numbers)
    case .fixed:
      do throws(OperationError) {
        let addition = try FixedPointAddition(a: a.scale, b: b.scale, y: y.scale)
        (step.multiplier, step.shift) = builder.addFactors([addition.a, addition.b, addition.y])
      } catch { throw .unsupported(node: node.name, reason: error.description) }
    case .shift:
      let addition = TabulatedAddition(a: a, b: b, y: y)
      step.tables = [
        builder.addList("table", addition.a), builder.addList("table", addition.b),
      ]
    }
  }

  static func dequantization(
    _: Dequantization, _ node: Node, _ step: inout Step, _ builder: inout NetworkBuilder
  ) throws(HardwareError) {
    _ = try builder.encoding(.x, of: node)
  }

  /// Factors in float32, which the description holds as numbers: JSON has none for infinity.
  private static func finite(_ factors: [Float], _ node: Node) throws(HardwareError) -> [Float] {
    guard let wrong = factors.first(where: { !$0.isFinite }) else { return factors }
    throw .factor(node: node.name, wrong)
  }

  private static func fixed(
    _ factor: Double, _ node: Node
  ) throws(HardwareError) -> FixedPointFactor {
    guard let fixed = FixedPointFactor(factor) else {
      throw .unsupported(node: node.name, reason: "\(factor) is no fixed-point number of 32 bits")
    }
    return fixed
  }
}
