import Graph
import Testing

/// Operands that fit and operands that do not.
@Suite struct OperationTests {
  private func float(_ dimensions: Int...) throws -> TensorType {
    TensorType(.float32, try Shape(dimensions))
  }

  @Test("A convolution's shape follows its window") func convolutionFollowsItsWindow() throws {
    let window = Window(
      kernel: Extent2D(3), stride: Extent2D(height: 2, width: 1), padding: Padding2D(1),
      dilation: Extent2D(2))
    let types = try Convolution(window: window, groups: 2).outputTypes(for: [
      float(2, 8, 15, 11), float(6, 4, 3, 3), float(6),
    ])
    // (15 + 2 - 5) / 2 + 1 rows and 11 + 2 - 5 + 1 columns.
    #expect(types == [try float(2, 6, 7, 9)])
  }

  @Test("A convolution refuses operands that do not fit") func convolutionRefusesWhatDoesNotFit()
    throws
  {
    let convolution = Convolution(window: Window(kernel: Extent2D(3)))
    let map = try float(1, 4, 8, 8)
    let unfit: [[TensorType]] = [
      [map], [map, try float(5, 3, 3, 3)], [map, try float(5, 4, 5, 5)],
      [map, try float(5, 4, 3, 3), try float(4)], [try float(1, 4, 2, 2), try float(5, 4, 3, 3)],
      [try float(4, 8), try float(5, 4, 3, 3)],
    ]
    for operands in unfit {
      #expect(throws: OperationError.self) { try convolution.outputTypes(for: operands) }
    }
  }

  /// Kernels read as many bytes as the element type that they are for takes.
  @Test(
    "Operations for float32 refuse operands of other element types", arguments: ElementType.allCases
  )
  func elementTypesAreChecked(element: ElementType) throws {
    let window = Window(kernel: Extent2D(1))
    let map = try Shape([1, 4, 3, 3])
    let vector = try Shape([4])
    let cases: [(any Operation, [Shape])] = [
      (Convolution(window: window), [map, try Shape([2, 4, 1, 1]), try Shape([2])]),
      (AveragePool(window: window), [map]), (GlobalAveragePool(), [map]),
      (BatchNormalization(), [map, vector, vector, vector, vector]),
      (FullyConnected(), [try Shape([2, 3]), try Shape([4, 3]), vector]),
      (MatrixProduct(), [map, map]), (Unary(.relu), [map]), (Softmax(axis: 1), [map]),
      (Reduction(.sum, axis: 1), [map]), (TopK(count: 1, axis: 1), [map]),
      (
        NonMaximumSuppression(limit: 5, overlap: 0.5, threshold: 0.5),
        [try Shape([1, 9, 4]), try Shape([1, 2, 9])]
      ),
    ]
    for (operation, shapes) in cases {
      for position in shapes.indices {
        let operands = shapes.enumerated().map {
          TensorType($0.offset == position ? element : .float32, $0.element)
        }
        if element == .float32 {
          _ = try operation.outputTypes(for: operands)
        } else {
          #expect(throws: OperationError.self, "\(type(of: operation)) operand \(position)") {
            try operation.outputTypes(for: operands)
          }
        }
      }
    }
    let isMap = [.float32, .uint8, .int8].contains(element)
    let maps: [any Operation] = [MaxPool(window: window), UpsampleNearest(scale: Extent2D(2))]
    for operation in maps {
      let types = try? operation.outputTypes(for: [TensorType(element, map)])
      #expect((types?[0].element == element) == isMap, "\(type(of: operation))")
    }
  }

  @Test(
    "Impossible windows are errors",
    arguments: [
      Window(kernel: Extent2D(0)), Window(kernel: Extent2D(3), stride: Extent2D(0)),
      Window(kernel: Extent2D(Int.max)), Window(kernel: Extent2D(3), dilation: Extent2D(1 << 29)),
      Window(kernel: Extent2D(1), padding: Padding2D(-1)),
    ])
  func impossibleWindowsAreErrors(window: Window) throws {
    let map = try float(1, 1, 8, 8)
    #expect(throws: OperationError.self) { try MaxPool(window: window).outputTypes(for: [map]) }
  }

  @Test("Reshape follows ONNX") func reshapeFollowsONNX() throws {
    let operand = try float(2, 12, 5)
    #expect(try Reshape(target: [0, -1]).outputTypes(for: [operand]) == [try float(2, 60)])
    #expect(try Reshape(target: [0, 3, 4, 0 + 5]).outputTypes(for: [operand])[0].shape.rank == 4)
    for target in [[0, 7], [-1, -1], [0, 0, 0, 0], [-2, 60], [0, -1, 7]] {
      #expect(throws: OperationError.self) {
        try Reshape(target: target).outputTypes(for: [operand])
      }
    }
  }

  @Test("A table has an entry for each byte") func aTableHasAnEntryForEachByte() throws {
    let shape = try Shape([1, 3, 4, 5])
    let table = try Shape([256])
    for (x, y) in [(.uint8, .uint8), (.int8, .int8), (.uint8, .int8)]
      as [(ElementType, ElementType)]
    {
      let types = [TensorType(x, shape), TensorType(y, table)]
      #expect(try TableLookup().outputTypes(for: types) == [TensorType(y, shape)])
    }
    let x = TensorType(.uint8, shape)
    for unfit in [
      [x], [x, TensorType(.uint8, try Shape([255]))], [x, TensorType(.float32, table)],
      [TensorType(.int32, shape), TensorType(.uint8, table)],
    ] {
      #expect(throws: OperationError.self) { try TableLookup().outputTypes(for: unfit) }
    }
  }

  @Test("Operands broadcast as in NumPy") func operandsBroadcastAsInNumPy() throws {
    let add = Binary(.add)
    #expect(
      try add.outputTypes(for: [float(2, 1, 5), float(3, 1)]) == [try float(2, 3, 5)])
    #expect(throws: OperationError.self) {
      try add.outputTypes(for: [float(2, 3), float(2, 4)])
    }
  }

  @Test("The parts of a split make up the whole") func splitsMakeUpTheWhole() throws {
    let operand = try float(1, 6, 2)
    #expect(try Split(axis: 1, sizes: [2, 4]).outputTypes(for: [operand]).count == 2)
    for sizes in [[2, 3], [6, 6], [-1, 7], [Int.max, Int.max]] {
      #expect(throws: OperationError.self) {
        try Split(axis: 1, sizes: sizes).outputTypes(for: [operand])
      }
    }
    #expect(throws: OperationError.self) {
      try Split(axis: 3, sizes: [2]).outputTypes(for: [operand])
    }
  }

  @Test("Gathering and scattering follow their indices and refuse those that do not fit")
  func indices() throws {
    func whole(_ dimensions: Int...) throws -> TensorType {
      TensorType(.int64, try Shape(dimensions))
    }
    let scores = try float(2, 3, 9)
    #expect(
      try GatherND().outputTypes(for: [scores, whole(5, 3)]) == [float(5)])
    #expect(
      try GatherND().outputTypes(for: [scores, whole(5, 1)]) == [float(5, 3, 9)])
    #expect(
      try GatherND(batchAxes: 1).outputTypes(for: [scores, whole(2, 5, 1)]) == [float(2, 5, 9)])
    #expect(
      try ScatterND().outputTypes(for: [scores, whole(5, 3), float(5)]) == [scores])
    #expect(
      try Gather(axis: -1, indices: [8, 0]).outputTypes(for: [scores]) == [float(2, 3, 2)])
    for choice in [
      Gather(axis: 3, indices: [0]), Gather(axis: 1, indices: []), Gather(axis: 1, indices: [3]),
      Gather(axis: 1, indices: [-1]),
    ] {
      #expect(throws: OperationError.self) { try choice.outputTypes(for: [scores]) }
    }
    let gathers: [(GatherND, [TensorType])] = [
      (GatherND(), [scores]), (GatherND(), [scores, try whole(5, 4)]),
      (GatherND(), [scores, try float(5, 3)]),
      (GatherND(batchAxes: 1), [scores, try whole(3, 5, 1)]),
      (GatherND(batchAxes: 1), [scores, try whole(2, 5, 3)]),
      (GatherND(batchAxes: -1), [scores, try whole(2, 1)]),
      (GatherND(batchAxes: 2), [scores, try whole(2, 3)]),
      (GatherND(), [scores, TensorType(.int64, .scalar)]),
    ]
    for (gather, operands) in gathers {
      #expect(throws: OperationError.self) { try gather.outputTypes(for: operands) }
    }
    let scatters: [[TensorType]] = [
      [scores, try whole(5, 3)], [scores, try whole(5, 2), try float(5)],
      [scores, try whole(5, 3), try float(4)], [scores, try whole(5, 3), try whole(5)],
      [scores, try float(5, 3), try float(5)],
    ]
    for operands in scatters {
      #expect(throws: OperationError.self) { try ScatterND().outputTypes(for: operands) }
    }
  }

  @Test("The largest elements are no more than there are") func largest() throws {
    let types = try TopK(count: 4, axis: -1).outputTypes(for: [float(2, 9)])
    #expect(types == [try float(2, 4), TensorType(.int64, try Shape([2, 4]))])
    for (count, axis) in [(0, 1), (10, 1), (1, 2), (-1, 0)] {
      #expect(throws: OperationError.self) {
        try TopK(count: count, axis: axis).outputTypes(for: [float(2, 9)])
      }
    }
  }
}
