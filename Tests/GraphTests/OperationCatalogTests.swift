import Graph
import TestSupport
import Testing

/// What every operation says of itself.
@Suite struct OperationCatalogTests {
  @Test("Every operation is in the catalog once, and has a sample here")
  func catalogIsComplete() throws {
    let all = OperationSample.types(of: OperationCatalog.all)
    #expect(all.count == OperationCatalog.all.count)
    #expect(Set(try OperationSample.all().map(\.type)) == all)
  }

  @Test("Every operand has one role, and scales and zero points are of tensors that are there")
  func operandsHaveRoles() throws {
    for sample in try OperationSample.all() {
      _ = try sample.operation.outputTypes(for: sample.operands)
      let roles = type(of: sample.operation).operandRoles(count: sample.operands.count)
      #expect(roles.count == sample.operands.count, "\(sample)")
      #expect(Set(roles).count == roles.count, "\(sample)")
      for role in roles {
        switch role {
        case .scale(of: .data(let index)), .zeroPoint(of: .data(let index)):
          #expect(roles.contains(.data(index)), "\(sample)")
        case .scale(of: .filters), .zeroPoint(of: .filters):
          #expect(roles.contains(.filters), "\(sample)")
        default: break
        }
      }
    }
  }

  @Test("Operations with scales or zero points among their operands are quantized")
  func quantizedOperationsSaySo() throws {
    for sample in try OperationSample.all() {
      let roles = type(of: sample.operation).operandRoles(count: sample.operands.count)
      let hasEncodings = roles.contains { role in
        switch role {
        case .scale, .zeroPoint, .table: true
        default: false
        }
      }
      #expect(type(of: sample.operation).isQuantized == hasEncodings, "\(sample)")
    }
  }

  @Test("What gives elements of its operands has a form on quantized values, and nothing else has")
  func storedForms() throws {
    let encoding = QuantizationEncoding(element: .uint8, scale: 0.5, zeroPoint: 7)
    for sample in try OperationSample.all() {
      let form = sample.operation.storedForm(encoding)
      #expect((form != nil) == sample.operation.elements.keepsScale, "\(sample)")
    }
    let pad = Pad(before: [0, 1], after: [0, 0], value: 1)
    #expect((pad.storedForm(encoding) as? Pad)?.value == 9)
  }

  @Test("The quantized form of an operation has its operands, each with scale and zero point")
  func quantizedForms() throws {
    for sample in try OperationSample.all() {
      guard let form = sample.operation.quantizedForm else { continue }
      #expect(type(of: form).isQuantized, "\(sample)")
      let real = type(of: sample.operation).operandRoles(count: sample.operands.count)
      var expected: Set<OperandRole> = [.scale(of: .y), .zeroPoint(of: .y)]
      for role in real {
        expected.insert(role)
        switch role {
        case .data(let index):
          expected.formUnion([.scale(of: .data(index)), .zeroPoint(of: .data(index))])
        case .filters: expected.formUnion([.scale(of: .filters), .zeroPoint(of: .filters)])
        default: break
        }
      }
      #expect(Set(type(of: form).operandRoles(count: expected.count)) == expected, "\(sample)")
    }
  }

  @Test("Channels that are kept, joined or cut are there")
  func channelsFit() throws {
    for sample in try OperationSample.all() {
      let inputs = sample.operands
      let outputs = try sample.operation.outputTypes(for: inputs).map(\.shape)
      switch sample.operation.channels(for: inputs) {
      case .absorbed(let groups):
        let roles = type(of: sample.operation).operandRoles(count: inputs.count)
        let filters = try #require(roles.firstIndex(of: .filters))
        #expect(inputs[filters].shape[0] == outputs[0][1], "\(sample)")
        #expect(inputs[filters].shape[1] * groups == inputs[0].shape[1], "\(sample)")
      case .kept(let operands):
        for operand in operands { #expect(inputs[operand].shape[1] == outputs[0][1], "\(sample)") }
      case .cut(let starts):
        for (start, output) in zip(starts, outputs) {
          #expect(start + output[1] <= inputs[0].shape[1], "\(sample)")
        }
      case .joined:
        #expect(inputs.reduce(0) { $0 + $1.shape[1] } == outputs[0][1], "\(sample)")
      case .padded(let before):
        #expect(before + inputs[0].shape[1] <= outputs[0][1], "\(sample)")
      case .regrouped: #expect(inputs[0].shape.count == outputs[0].count, "\(sample)")
      case .mixed: break
      }
    }
  }

  @Test("Sums of products are counted for the whole batch, in float as in 8 bits")
  func multiplyAdds() throws {
    var counted: [String: Int] = [:]
    for sample in try OperationSample.all() {
      let count = sample.operation.multiplyAdds(for: sample.operands)
      if count != 0 { counted[sample.description] = count }
    }
    // 2 images, 8 filters of 2 x 3 x 3 on 6 x 6 pixels.
    let convolution = 2 * 8 * 6 * 6 * 2 * 3 * 3
    #expect(
      counted == [
        "convolution": convolution, "quantized convolution": convolution,
        "integer convolution": convolution, "fully connected": 2 * 3 * 5,
        "matrix product": 2 * 3 * 4 * 5,
      ])
  }

  @Test("Operands are found by their role, and stored tensors with their scales")
  func operandsByRole() throws {
    var graph = Graph(name: "roles")
    let sample = try #require(
      try OperationSample.all().first { $0.operation is QuantizedConcatenation })
    let inputs = sample.operands.enumerated().map { graph.addInput("i\($0.offset)", $0.element) }
    graph.outputs = try graph.addNode("joined", sample.operation, inputs)
    let node = graph.nodes[0]
    #expect(node.data == [inputs[2], inputs[5]])
    #expect(node.operand(.bias) == nil)
    #expect(node[.scale(of: .y)] == inputs[0])
    #expect(node.stored.map(\.value) == [graph.outputs[0], inputs[2], inputs[5]])
    #expect(node.stored.map(\.scale) == [inputs[0], inputs[3], inputs[6]])
    #expect(node.stored.map(\.zeroPoint) == [inputs[1], inputs[4], inputs[7]])
    #expect(node.stored(.data(1)) == node.stored[2])
  }
}
