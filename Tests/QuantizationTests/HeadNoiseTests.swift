import Graph
import Testing
import Threads

@testable import Quantization

/// Which numbers of heads count.
struct HeadNoiseTests {
  /// One input that is the head itself.
  struct Source: CalibrationSource {
    let values: [Float]
    let count = 1
    func input(at index: Int) throws(QuantizationError) -> [[Float]]? { [values] }
  }

  private static let head = Head(
    layer: 1, kind: .yolo(newCoordinates: false), classes: 1,
    anchors: [.init(width: 1, height: 1)], gridWidth: 1, gridHeight: 3)
  private static let activated = Head(
    layer: 1, kind: .yolo(newCoordinates: true), classes: 1,
    anchors: [.init(width: 1, height: 1)], gridWidth: 1, gridHeight: 3)

  /// The noise of three boxes with these objectnesses, where the quantized network halves what the first
  /// one has beside it, 5 numbers of 8; the others have 5 numbers of 1.
  private func noise(_ objectness: [Float], _ head: Head?) throws -> Double {
    var values = (0..<18).map { Float($0 % 3 == 0 ? 8 : 1) }
    for (cell, value) in objectness.enumerated() { values[4 * 3 + cell] = value }
    var float = Graph(name: "head")
    let input = float.addInput("x", TensorType(.float32, try Shape([1, 6, 3, 1])))
    float.outputs = [try float.add(Unary(.clip(lower: -9, upper: 9)), [input], name: "y")]
    if let head { float.contract.heads = [head] }
    var quantized = float
    quantized.outputs = [
      try quantized.add(Unary(.clip(lower: -9, upper: 4)), [float.outputs[0]], name: "halved")
    ]
    return try HeadNoise(
      of: float, on: [0], of: Source(values: values), workers: Workers(threads: 1)
    ).noise(of: quantized)
  }

  @Test("Of a head only boxes with objects count") func objects() throws {
    #expect(try noise([3, -5, -5], Self.head) == 80.0 / 329)
    #expect(try noise([-5, 3, -5], Self.head) == 0)
    // A logit of 0.05 is an objectness of more than .1; a number of an activated head is one of .05.
    #expect(try noise([0.05, 3, -5], Self.head) > 0)
    #expect(try noise([0.05, 0.5, 0], Self.activated) == 0)
  }

  @Test("Where nothing has an object, and in networks without heads, everything counts")
  func everything() throws {
    #expect(try noise([-5, -5, -5], Self.head) == 80.0 / 405)
    #expect(try noise([-5, 3, -5], nil) == 80.0 / 389)
  }
}
