import Engine
import Graph
import TestSupport
import Testing

@testable import Quantization

/// Heads with one scale whose parts have one range.
struct EvenHeadsTests {
  /// A convolution in front of a head of two anchors and three classes.
  private static func network() throws -> Graph {
    var random = SeededGenerator(seed: 5)
    var graph = Graph(name: "head")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 4, 6, 5])))
    let weights = (0..<16 * 4).map { _ in Float.random(in: -1...1, using: &random) }
    let biases = (0..<16).map { _ in Float.random(in: -2...2, using: &random) }
    let filters = graph.addConstant("filters", Tensor(weights, shape: try Shape([16, 4, 1, 1])))
    let bias = graph.addConstant("bias", Tensor(biases, shape: try Shape([16])))
    graph.outputs = [
      try graph.add(
        Convolution(window: Window(kernel: Extent2D(1))), [x, filters, bias], name: "conv")
    ]
    graph.contract.heads = [
      Head(
        layer: 1, kind: .yolo(newCoordinates: false), classes: 3,
        anchors: [.init(width: 1, height: 1), .init(width: 2, height: 2)], gridWidth: 5,
        gridHeight: 6)
    ]
    return graph
  }

  private static let parts: [String: QuantizationEncoding] = [
    "conv_xy": .init(element: .uint8, scale: 0.03, zeroPoint: 120),
    "conv_wh": .init(element: .uint8, scale: 0.007, zeroPoint: 60),
    "conv_objectness": .init(element: .uint8, scale: 0.05, zeroPoint: 230),
    "conv_classes": .init(element: .uint8, scale: 0.04, zeroPoint: 255),
  ]
  private static let labels = ["conv_xy", "conv_xy", "conv_wh", "conv_wh", "conv_objectness"]

  /// The part that a channel belongs to.
  private static func part(of channel: Int) -> QuantizationEncoding? {
    parts[channel % 8 < 5 ? labels[channel % 8] : "conv_classes"]
  }

  @Test(
    "What is stored for each channel stands for what it would in its part's own encoding",
    arguments: [
      EncodingForm(.uint8), EncodingForm(.int8), EncodingForm(.int8, isSymmetric: true),
      EncodingForm(.uint8, hasPowerOfTwoScale: true),
    ])
  func stored(form: EncodingForm) throws {
    let graph = try Self.network()
    let even = EvenHeads(of: graph, form: form) { name in
      Self.parts[name].map { part in
        QuantizationEncoding(
          element: form.element, scale: part.scale,
          zeroPoint: part.zeroPoint + (form.element == .int8 ? -128 : 0))
      }
    }
    let channels = try #require(even.heads.values.first)
    #expect(channels.factors.count == 16)
    let encoding = channels.encoding
    #expect(form.isSymmetric == false || encoding.zeroPoint == 0)
    #expect(!form.hasPowerOfTwoScale || encoding.scale.significand == 1)
    for channel in 0..<16 {
      let part = try #require(Self.part(of: channel))
      for stored in encoding.limits {
        let real = (encoding.real(stored) - channels.shifts[channel]) / channels.factors[channel]
        let own = part.real(stored - encoding.limits.lowerBound)
        #expect(abs(real - own) < 1e-5 * max(1, abs(own)), "channel \(channel)")
      }
    }
  }

  @Test("The network gives the same numbers, under the same names, behind one tensor")
  func sameOutputs() throws {
    let graph = try Self.network()
    let even = EvenHeads(of: graph, form: EncodingForm()) { Self.parts[$0] }
    let changed = try even.applied(to: graph)
    #expect(changed.outputs.map { changed[$0].name } == ["conv"])
    var random = SeededGenerator(seed: 6)
    let input = (0..<4 * 30).map { _ in Float.random(in: -1...1, using: &random) }
    let expected = try Session(Plan(graph)).run([input])[0]
    let found = try Session(Plan(changed)).run([input])[0]
    for (a, b) in zip(expected, found) { #expect(abs(a - b) < 2e-5) }
    // The convolution's result is stored; what undoes the factors is in float.
    var options = QuantizationOptions()
    options.head = .single
    let plan = StoragePlan(changed, options: options)
    let stored = try #require(changed.value(named: EvenHeads.name(of: graph.nodes[0])))
    #expect(plan.stored == Set(changed.inputs + [stored]))
    #expect(plan.isInteger == [true, false, false])
  }

  @Test("Heads whose parts are not all known stay as they are")
  func unknown() throws {
    let graph = try Self.network()
    let even = EvenHeads(of: graph, form: EncodingForm()) { $0 == "conv_xy" ? Self.parts[$0] : nil }
    #expect(even.heads.isEmpty)
  }
}
