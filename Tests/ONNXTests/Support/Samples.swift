import Graph

/// A sample of every operation and of every element-wise function.
enum Samples {
  static let all =
    windows + layouts + positions + products + reductions + functions + QuantizedSamples.all

  // MARK: Windows

  static let windows: [Sample] = [
    convolution(withBias: true),
    convolution(withBias: false),
    Sample("max_pool", [2, 3, 5, 6], MaxPool(window: window)) { x in
      [pooled(x, window) { $0.max() ?? 0 }]
    },
    Sample("average_pool", [2, 3, 5, 6], AveragePool(window: window)) { x in
      [pooled(x, window) { $0.reduce(0, +) / Float($0.count) }]
    },
    Sample("global_average_pool", [2, 3, 4, 5], GlobalAveragePool()) { x in
      [
        Dense([2, 3, 1, 1]) { i in
          var sum: Float = 0
          for y in 0..<4 { for column in 0..<5 { sum += x[[i[0], i[1], y, column]] } }
          return sum / 20
        }
      ]
    },
    Sample(
      "batch_normalization", [2, 3, 2, 2],
      build: { graph, x in
        var operands = [x]
        for (name, values) in statistics {
          operands.append(graph.addConstant(name, Tensor(values, shape: try Shape([3]))))
        }
        return try graph.addNode("batch_normalization", BatchNormalization(), operands)
      },
      expected: { x in
        let (scale, bias, mean, variance) =
          (statistics[0].1, statistics[1].1, statistics[2].1, statistics[3].1)
        return [
          Dense(x.shape) { i in
            let c = i[1]
            return scale[c] * (x[i] - mean[c]) / (variance[c] + 0.00001).squareRoot() + bias[c]
          }
        ]
      }),
    Sample(
      "upsample", [2, 2, 2, 3], UpsampleNearest(scale: Extent2D(height: 3, width: 2))
    ) { x in
      [Dense([2, 2, 6, 6]) { x[[$0[0], $0[1], $0[2] / 3, $0[3] / 2]] }]
    },
  ]

  /// Darknet's kind: more padding behind the map than in front of it.
  static let window = Window(
    kernel: Extent2D(height: 2, width: 3), stride: Extent2D(height: 1, width: 2),
    padding: Padding2D(top: 0, left: 1, bottom: 1, right: 2))

  private static let statistics: [(String, [Float])] = [
    ("scale", [1.5, -0.5, 2]), ("bias", [0.25, 0, -1]), ("mean", [0.1, -0.2, 0.3]),
    ("variance", [0.5, 2, 0.01]),
  ]

  private static func convolution(withBias: Bool) -> Sample {
    let window = Window(
      kernel: Extent2D(height: 3, width: 2), stride: Extent2D(height: 2, width: 1),
      padding: Padding2D(top: 1, left: 0, bottom: 2, right: 1),
      dilation: Extent2D(height: 1, width: 2))
    let filters = Dense.noise([6, 2, 3, 2], seed: 2, limit: 1)
    let bias: [Float] = [0, 1, 2, 3, 4, 5]
    let name = withBias ? "convolution" : "convolution_without_bias"
    return Sample(
      name, [2, 4, 5, 6],
      build: { graph, x in
        var operands = [x, graph.addConstant("filters", try filters.tensor)]
        if withBias {
          operands.append(graph.addConstant("bias", Tensor(bias, shape: try Shape([6]))))
        }
        return try graph.addNode(name, Convolution(window: window, groups: 2), operands)
      },
      expected: { x in
        [
          Dense([2, 6, 3, 5]) { i in
            var sum = withBias ? bias[i[1]] : 0
            for c in 0..<2 {
              for y in 0..<3 {
                for column in 0..<2 {
                  let place = [
                    i[0], i[1] / 3 * 2 + c, i[2] * 2 + y - 1, i[3] + column * 2,
                  ]
                  sum += (x.at(place) ?? 0) * filters[[i[1], c, y, column]]
                }
              }
            }
            return sum
          }
        ]
      })
  }

  /// Reduces the cells of each window that are inside of the map.
  static func pooled(_ x: Dense, _ window: Window, _ reduce: ([Float]) -> Float) -> Dense {
    let (kernel, stride, padding) = (window.kernel, window.stride, window.padding)
    let spanY = window.dilation.height * (kernel.height - 1) + 1
    let spanX = window.dilation.width * (kernel.width - 1) + 1
    let height = (x.shape[2] + padding.top + padding.bottom - spanY) / stride.height + 1
    let width = (x.shape[3] + padding.left + padding.right - spanX) / stride.width + 1
    return Dense([x.shape[0], x.shape[1], height, width]) { i in
      var cells: [Float] = []
      for y in 0..<kernel.height {
        for column in 0..<kernel.width {
          let place = [
            i[0], i[1], i[2] * stride.height - padding.top + y * window.dilation.height,
            i[3] * stride.width - padding.left + column * window.dilation.width,
          ]
          if let cell = x.at(place) { cells.append(cell) }
        }
      }
      return reduce(cells)
    }
  }

  // MARK: Layouts

  static let layouts: [Sample] = [
    Sample(
      "concatenation", [2, 3, 2],
      build: { graph, x in
        let part = try graph.add(Slice(axis: 1, start: 2, end: 3), [x], name: "part")
        return try graph.addNode("concatenation", Concatenation(axis: -2), [part, x, part])
      },
      expected: { x in [Dense([2, 5, 2]) { x[[$0[0], [2, 0, 1, 2, 2][$0[1]], $0[2]]] }] }),
    Sample("split", [2, 6, 2], Split(axis: 1, sizes: [1, 3, 2])) { x in
      [(1, 0), (3, 1), (2, 4)].map { size, start in
        Dense([2, size, 2]) { x[[$0[0], start + $0[1], $0[2]]] }
      }
    },
    Sample("slice", [2, 5, 3], Slice(axis: -2, start: 1, end: 4)) { x in
      [Dense([2, 3, 3]) { x[[$0[0], 1 + $0[1], $0[2]]] }]
    },
    Sample("reshape", [2, 6, 4], Reshape(target: [0, 3, -1, 2])) { x in
      [Dense([2, 3, 4, 2], x.elements)]
    },
    Sample("flatten", [2, 3, 2, 2], Flatten()) { x in [Dense([2, 12], x.elements)] },
    Sample("transpose", [2, 3, 4, 2], Transpose(permutation: [0, 2, 3, 1])) { x in
      [Dense([2, 4, 2, 3]) { x[[$0[0], $0[3], $0[1], $0[2]]] }]
    },
    Sample(
      "pad", [2, 2, 3], Pad(before: [0, 1, 0], after: [0, 0, 2], value: 0.5)
    ) { x in
      [Dense([2, 3, 5]) { x.at([$0[0], $0[1] - 1, $0[2]]) ?? 0.5 }]
    },
  ]

  // MARK: Positions

  static let positions: [Sample] = [
    Sample("top_k", [2, 5, 3], TopK(count: 3, axis: 1)) { x in
      func order(_ image: Int, _ column: Int) -> [Int] {
        (0..<5).sorted { (x[[image, $1, column]], $0) < (x[[image, $0, column]], $1) }
      }
      return [
        Dense([2, 3, 3]) { x[[$0[0], order($0[0], $0[2])[$0[1]], $0[2]]] },
        Dense([2, 3, 3]) { Float(order($0[0], $0[2])[$0[1]]) },
      ]
    },
    Sample(
      "cast", [2, 7],
      build: { graph, x in
        let whole = try graph.add(Cast(.int32), [x], name: "whole")
        return try graph.addNode("cast", Cast(.float32), [whole])
      },
      expected: { x in [Dense([2, 7]) { x[$0].rounded(.towardZero) + 0 }] }),
    Sample(
      "choice", [2, 3, 4],
      build: { graph, x in
        let last = try graph.add(Gather(axis: -1, indices: [3, 0, 0, 2, 1]), [x], name: "last")
        return try graph.addNode("choice", Gather(axis: 1, indices: [2]), [last])
      },
      expected: { x in [Dense([2, 1, 5]) { i in x[[i[0], 2, [3, 0, 0, 2, 1][i[2]]]] }] }),
    Sample(
      "gather", [2, 3, 4],
      build: { graph, x in
        let single = graph.addConstant(
          "single", Tensor([Int64(1), 2, 3, 0, 1, 0], shape: try Shape([2, 3])))
        return try graph.addNode("gather", GatherND(), [x, single])
      },
      expected: { x in [Dense([2], [x[[1, 2, 3]], x[[0, 1, 0]]])] }),
    Sample(
      "gather_rows", [2, 3, 4],
      build: { graph, x in
        let first = try graph.add(Slice(axis: 2, start: 0, end: 1), [x], name: "first")
        let rows = try graph.addNode("rows", TopK(count: 2, axis: 1), [first])
        return try graph.addNode("gather_rows", GatherND(batchAxes: 1), [x, rows[1]])
      },
      expected: { x in
        [
          Dense([2, 2, 4]) { i in
            let rows = (0..<3).sorted { x[[i[0], $0, 0]] > x[[i[0], $1, 0]] }
            return x[[i[0], rows[i[1]], i[2]]]
          }
        ]
      }),
    Sample(
      "scatter", [2, 3],
      build: { graph, x in
        let places = graph.addConstant(
          "places", Tensor([Int64(1), 2, 0, 0], shape: try Shape([2, 2])))
        let updates = graph.addConstant("updates", Tensor([Float(7), 8], shape: try Shape([2])))
        return try graph.addNode("scatter", ScatterND(), [x, places, updates])
      },
      expected: { x in
        [Dense([2, 3]) { $0 == [1, 2] ? 7 : $0 == [0, 0] ? 8 : x[$0] }]
      }),
  ]

  // MARK: Products

  static let products: [Sample] = [
    fullyConnected(withBias: true),
    fullyConnected(withBias: false),
    Sample(
      "matrix_product", [2, 3, 4, 5],
      build: { graph, x in
        let right = graph.addConstant("right", try right.tensor)
        return try graph.addNode("matrix_product", MatrixProduct(), [x, right])
      },
      expected: { x in
        [
          Dense([2, 3, 4, 2]) { i in
            (0..<5).reduce(0) { $0 + x[[i[0], i[1], i[2], $1]] * right[[i[1], $1, i[3]]] }
          }
        ]
      }),
  ]

  private static let right = Dense.noise([3, 5, 2], seed: 5)

  private static func fullyConnected(withBias: Bool) -> Sample {
    let weights = Dense.noise([3, 5], seed: 3)
    let bias: [Float] = [1, -2, 0.5]
    let name = withBias ? "fully_connected" : "fully_connected_without_bias"
    return Sample(
      name, [2, 5],
      build: { graph, x in
        var operands = [x, graph.addConstant("weights", try weights.tensor)]
        if withBias {
          operands.append(graph.addConstant("bias", Tensor(bias, shape: try Shape([3]))))
        }
        return try graph.addNode(name, FullyConnected(), operands)
      },
      expected: { x in
        [
          Dense([2, 3]) { i in
            (0..<5).reduce(withBias ? bias[i[1]] : 0) {
              $0 + x[[i[0], $1]] * weights[[i[1], $1]]
            }
          }
        ]
      })
  }

  // MARK: Reductions

  static let reductions: [Sample] = [
    Sample("softmax", [2, 4, 3], Softmax(axis: 1)) { x in
      [
        Dense(x.shape) { i in
          let run = (0..<4).map { Functions.exp(x[[i[0], $0, i[2]]]) }
          return run[i[1]] / run.reduce(0, +)
        }
      ]
    },
    Sample("sum", [2, 4, 3], Reduction(.sum, axis: -2)) { x in
      [Dense([2, 1, 3]) { i in (0..<4).reduce(0) { $0 + x[[i[0], $1, i[2]]] } }]
    },
    Sample("maximum", [2, 4, 3], Reduction(.maximum, axis: 1)) { x in
      [Dense([2, 1, 3]) { i in (0..<4).map { x[[i[0], $0, i[2]]] }.max() ?? 0 }]
    },
  ]

  // MARK: Element-wise functions

  static let functions: [Sample] =
    Functions.exact.map { function, formula in
      Sample("\(function)", [2, 3, 40], Unary(function)) { x in
        [Dense(x.shape) { Float(formula(Double(x[$0]))) }]
      }
    }
    + Binary.Function.allCases.map { function in
      Sample(
        "binary \(function)", [2, 3, 4],
        build: { graph, x in
          // A power of anything but a positive number is not a number.
          let left = function == .power ? try graph.add(Unary(.exponential), [x], name: "e") : x
          let other = graph.addConstant("other", try other.tensor)
          return try graph.addNode("\(function)", Binary(function), [left, other])
        },
        expected: { x in
          [
            Dense(x.shape) { i in
              let (a, b) = (x[i], other[[i[1], 0]])
              return switch function {
              case .add: a + b
              case .subtract: a - b
              case .multiply: a * b
              case .divide: a / b
              case .power: Functions.exp(a * b)
              }
            }
          ]
        })
    }

  private static let other = Dense([3, 1], [0.5, -2, 1.5])
}
