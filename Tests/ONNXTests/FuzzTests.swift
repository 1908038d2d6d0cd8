import Foundation
import Graph
import ONNX
import Testing

/// Damaged models are read or refused, never more: no crash, and no time or memory that the file's
/// size does not explain.
struct FuzzTests {
  @Test("Damaged models are read or refused, never a crash", arguments: 0..<8)
  func damagedBytesAreReadOrRefused(_ seed: Int) throws {
    var random = Random(seed: UInt64(seed))
    let models = try [Self.everything(), try Detector.graph()].map { graph in
      try ONNXModel.bytes(of: graph, options: WriteOptions(opset: 13 + seed))
    }
    var refused = 0
    let start = ContinuousClock.now
    for round in 0..<1500 {
      var bytes = models[round % models.count]
      for _ in 0...random.below(4) { Self.damage(&bytes, &random) }
      do throws(ONNXError) {
        let graph = try ONNXModel.read(bytes)
        try Self.check(graph)
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 300)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  /// What is read satisfies the graph's own rules and can be written.
  private static func check(_ graph: Graph) throws(ONNXError) {
    do throws(GraphError) { try graph.validate() } catch {
      Issue.record("a graph that is not valid was read: \(error)")
    }
    _ = try ONNXModel.bytes(of: graph)
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout Random) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0: bytes[place] ^= 1 << UInt8(random.below(8))
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes[place] = [0, 0x7f, 0x80, 0xff][random.below(4)]
    case 3: bytes.remove(at: place)
    case 4: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    default:
      // A number as large as there can be, in place of what was there.
      for offset in 0..<9 where place + offset < bytes.count { bytes[place + offset] = 0xff }
    }
  }

  /// One graph with all samples side by side.
  private static func everything() throws -> Graph {
    var graph = Graph(name: "everything")
    for (index, sample) in Samples.all.enumerated() {
      let x = graph.addInput("x\(index)", TensorType(.float32, try Shape(sample.input)))
      graph.outputs += try sample.build(&graph, x)
    }
    return graph
  }
}
