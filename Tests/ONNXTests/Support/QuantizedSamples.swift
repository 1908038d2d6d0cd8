import Foundation
import Graph

/// A sample of every quantized operation, and of those that take 8-bit numbers too.
///
/// The input is quantized first and the outputs dequantized last, so that inputs and outputs are
/// real numbers as in other samples.
enum QuantizedSamples {
  static let all = functions + convolutions + moving + [perChannel]

  static let x = Coding(scale: 1.0 / 32, zeroPoint: 100)
  static let y = Coding(scale: 1.0 / 16, zeroPoint: 117)
  static let signed = Coding(scale: 1.0 / 32, zeroPoint: -5, isSigned: true)

  private typealias Operands = (x: [ValueID], y: [ValueID])

  // MARK: Functions

  private static let functions: [Sample] = [
    table(x),
    table(signed),
    sample("leaky", QuantizedUnary(.leakyRelu(slope: 0.125))) { $0 > 0 ? $0 : 0.125 * $0 },
    sample("sigmoid", QuantizedUnary(.sigmoid)) { 1 / (1 + Foundation.exp(-$0)) },
    sample(
      "average_pool", [2, 3, 5, 6], (x, y),
      { [try $0.add(QuantizedAveragePool(window: Samples.window), $1.x + $1.y, name: "pool")] },
      { x in [Samples.pooled(x, Samples.window) { $0.reduce(0, +) / Float($0.count) }] },
      roundsLast: true),
    sample(
      "global_average_pool", [2, 3, 4, 4], (x, y),
      { [try $0.add(QuantizedGlobalAveragePool(), $1.x + $1.y, name: "pool")] },
      { x in
        [
          Dense([2, 3, 1, 1]) { i in
            (0..<16).reduce(0) { $0 + x[[i[0], i[1], $1 / 4, $1 % 4]] } / 16
          }
        ]
      }),
    sample(
      "concatenation", [2, 3, 2], (x, y),
      { graph, operands in
        // The same quantized values taken for other real ones.
        let other = [operands.x[0]] + other.constants("other", in: &graph)
        let parts = operands.y + operands.x + other + operands.x
        return [try graph.add(QuantizedConcatenation(axis: 1), parts, name: "concatenation")]
      },
      { x in
        [
          Dense([2, 9, 2]) { i in
            let number = x[[i[0], i[1] % 3, i[2]]]
            guard i[1] / 3 == 1 else { return number }
            return (number / Self.x.scale + Float(Self.x.zeroPoint - other.zeroPoint)) * other.scale
          }
        ]
      }),
    binary(.add),
    binary(.multiply),
  ]

  /// A table of whole numbers that no formula on real ones gives.
  private static func table(_ x: Coding) -> Sample {
    let limits = x.isSigned ? -128...127 : 0...255
    @Sendable func entry(_ stored: Int) -> Int {
      limits.lowerBound + (stored * 37 + 11) & 255
    }
    return sample(
      "table \(x.isSigned ? "int8" : "uint8")", [2, 3, 40], (x, x),
      { graph, operands in
        let entries = (0..<256).map { entry(limits.contains($0) ? $0 : $0 - 256) }
        let table = try x.constant("table", entries, [256], in: &graph)
        return [try graph.add(TableLookup(), [operands.x[0], table], name: "lookup")]
      },
      { map in
        [
          Dense(map.shape) { i in
            let stored = Int(map[i] / x.scale) + x.zeroPoint
            return Float(entry(stored) - x.zeroPoint) * x.scale
          }
        ]
      })
  }

  private static let other = Coding(scale: 1.0 / 64, zeroPoint: 90)

  private static func binary(_ function: QuantizedBinary.Function) -> Sample {
    sample(
      "\(function)", [2, 3, 2], (x, y),
      { graph, operands in
        let factors = try other.constant("other", [186, 26], [1, 1, 2], in: &graph)
        let all = operands.x + [factors] + other.constants("other", in: &graph) + operands.y
        return [try graph.add(QuantizedBinary(function), all, name: "\(function)")]
      },
      { x in
        [
          Dense(x.shape) { i in
            let other: Float = i[2] == 0 ? 1.5 : -1
            return function == .add ? x[i] + other : x[i] * other
          }
        ]
      }, roundsLast: true)
  }

  private static func sample(
    _ name: String, _ operation: QuantizedUnary, _ formula: @escaping @Sendable (Float) -> Float
  ) -> Sample {
    sample(
      name, [2, 3, 40], (x, y), { [try $0.add(operation, $1.x + $1.y, name: name)] },
      { x in [Dense(x.shape, x.elements.map(formula))] })
  }

  // MARK: Convolutions

  private static let window = Window(
    kernel: Extent2D(height: 3, width: 2), stride: Extent2D(height: 2, width: 1),
    padding: Padding2D(top: 1, left: 0, bottom: 2, right: 1),
    dilation: Extent2D(height: 1, width: 2))

  private static let convolutions: [Sample] = [
    convolution("convolution", x, isPerChannel: true, withBias: true),
    convolution("convolution_of_one_scale", x, isPerChannel: false, withBias: false),
    convolution("convolution_int8", signed, isPerChannel: true, withBias: true),
    sums,
  ]

  private static let filters: [Int] = {
    var random = Random(seed: 4)
    return (0..<72).map { _ in random.below(255) - 127 }
  }()

  private static func convolution(
    _ name: String, _ x: Coding, isPerChannel: Bool, withBias: Bool
  ) -> Sample {
    let y = Coding(scale: 1.0 / 4, zeroPoint: x.isSigned ? 10 : 120, isSigned: x.isSigned)
    let scales: [Float] = isPerChannel ? [1 / 64, 1 / 128, 1 / 256, 1 / 64, 1 / 128, 1] : [1 / 64]
    let bias: [Int32] = withBias ? [0, 1000, -2000, 3000, 70000, -1] : []
    return sample(
      name, [2, 4, 5, 6], (x, y),
      { graph, operands in
        let shape = try Shape(isPerChannel ? [6] : [])
        let code = Coding(scale: 1, zeroPoint: 0, isSigned: true)
        var all = operands.x
        all.append(try code.constant("w", filters, [6, 2, 3, 2], in: &graph))
        all.append(graph.addConstant("w_scale", Tensor(scales, shape: shape)))
        let zeros = scales.map { _ in Int8(0) }
        all.append(graph.addConstant("w_zero_point", Tensor(zeros, shape: shape)))
        all += operands.y
        if withBias { all.append(graph.addConstant("bias", Tensor(bias, shape: try Shape([6])))) }
        let operation = QuantizedConvolution(window: window, groups: 2)
        return [try graph.add(operation, all, name: name)]
      },
      { map in
        let sum = convolved(map, groups: 2)
        return [
          Dense(sum.shape) { i in
            let scale = scales[isPerChannel ? i[1] : 0]
            return sum[i] * scale + (withBias ? Float(bias[i[1]]) * scale * x.scale : 0)
          }
        ]
      })
  }

  /// The sums of products of a map with `filters` as whole numbers.
  private static func convolved(_ x: Dense, groups: Int) -> Dense {
    Dense([2, 6, 3, 5]) { i in
      var sum: Float = 0
      for tap in 0..<12 {
        let (c, row, column) = (tap / 6, tap / 2 % 3, tap % 2)
        let place = [
          i[0], i[1] / (6 / groups) * 2 + c, i[2] * 2 + row - 1, i[3] + column * 2,
        ]
        sum += (x.at(place) ?? 0) * Float(filters[i[1] * 12 + tap])
      }
      return sum
    }
  }

  /// The int32 sums of a head, a bias added and a scale for each channel.
  private static let sums: Sample = {
    let scales: [Float] = [1 / 2048, 1 / 4096, 1 / 1024, 1 / 2048, 1, 1 / 512]
    let bias: [Int32] = [0, 1000, -2000, 3000, 70000, -1]
    return Sample(
      "quantized sums", [2, 4, 5, 6],
      build: { graph, input in
        let coded = try graph.add(
          Quantization(), [input] + x.constants("x", in: &graph), name: "coded")
        let code = Coding(scale: 1, zeroPoint: 0, isSigned: true)
        let w = try code.constant("w", filters, [6, 2, 3, 2], in: &graph)
        let zeros = [
          graph.addConstant("x_zero", Tensor(scalar: UInt8(x.zeroPoint))),
          graph.addConstant("w_zero", Tensor(scalar: Int8(0))),
        ]
        let sum = try graph.add(
          IntegerConvolution(window: window, groups: 2), [coded, w] + zeros, name: "sum")
        let offset = graph.addConstant("bias", Tensor(bias, shape: try Shape([1, 6, 1, 1])))
        let total = try graph.add(Binary(.add), [sum, offset], name: "total")
        let scale = graph.addConstant("scales", Tensor(scales, shape: try Shape([6])))
        return [try graph.add(Dequantization(axis: 1), [total, scale], name: "y")]
      },
      expected: { map in
        let sum = convolved(x.nearest(map), groups: 2)
        return [
          Dense(sum.shape) { i in (sum[i] / x.scale + Float(bias[i[1]])) * scales[i[1]] }
        ]
      })
  }()

  // MARK: Moving

  /// The samples of operations that give elements of their operand, on uint8 and int8.
  private static let moving: [Sample] = [x, signed].flatMap { coding in
    let plain = (Samples.windows + Samples.layouts).filter { movingNames.contains($0.name) }
    return (plain + [padding(coding)]).map { plain in
      Sample(
        "quantized \(plain.name) \(coding.isSigned ? "int8" : "uint8")", plain.input,
        build: { graph, input in
          let code = coding.constants("code", in: &graph)
          let coded = try graph.add(Quantization(), [input] + code, name: "coded")
          return try plain.build(&graph, coded).enumerated().map { index, value in
            try graph.add(Dequantization(), [value] + code, name: "y\(index)")
          }
        },
        expected: { input in
          plain.expected(coding.nearest(input))
        })
    }
  }

  private static let movingNames: Set = [
    "max_pool", "upsample", "concatenation", "split", "slice", "reshape", "flatten", "transpose",
  ]

  /// A padding with a quantized value.
  private static func padding(_ coding: Coding) -> Sample {
    Sample(
      "pad", [2, 2, 3], Pad(before: [0, 1, 0], after: [0, 0, 2], value: 7)
    ) { x in
      [
        Dense([2, 3, 5]) {
          x.at([$0[0], $0[1] - 1, $0[2]]) ?? Float(7 - coding.zeroPoint) * coding.scale
        }
      ]
    }
  }

  // MARK: Quantization

  /// A scale and zero point for each element of an axis.
  private static let perChannel: Sample = {
    let scales: [Float] = [1 / 32, 1 / 8, 1 / 64]
    let zeros: [Int8] = [0, -100, 20]
    return Sample(
      "quantized channels", [2, 3, 8],
      build: { graph, input in
        let shape = try Shape([3])
        let code = [
          graph.addConstant("scales", Tensor(scales, shape: shape)),
          graph.addConstant("zero_points", Tensor(zeros, shape: shape)),
        ]
        let coded = try graph.add(Quantization(axis: -2), [input] + code, name: "coded")
        return [try graph.add(Dequantization(axis: 1), [coded] + code, name: "y")]
      },
      expected: { input in
        [
          Dense(input.shape) { i in
            Coding(scale: scales[i[1]], zeroPoint: Int(zeros[i[1]]), isSigned: true)
              .nearest(input[i])
          }
        ]
      })
  }()

  // MARK: Frame

  private static func sample(
    _ name: String, _ input: [Int], _ codings: (x: Coding, y: Coding),
    _ build: @escaping @Sendable (inout Graph, Operands) throws -> [ValueID],
    _ expected: @escaping @Sendable (Dense) -> [Dense], roundsLast: Bool = false
  ) -> Sample {
    Sample(
      "quantized \(name)", input,
      build: { graph, input in
        let x = codings.x.constants("x", in: &graph)
        let y = codings.y.constants("y", in: &graph)
        let coded = try graph.add(Quantization(), [input] + x, name: "coded")
        return try build(&graph, ([coded] + x, y)).enumerated().map { index, value in
          try graph.add(Dequantization(), [value] + y, name: "result\(index)")
        }
      },
      expected: { input in
        expected(codings.x.nearest(input)).map { codings.y.nearest($0, roundsLast: roundsLast) }
      })
  }
}
