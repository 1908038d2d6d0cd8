import Darknet
import Engine
import Foundation
import Graph
import TestSupport
import Testing

@Suite struct ConformanceTests {
  @Test(.enabled(if: Fixtures.shared != nil), arguments: Fixtures.names(in: "conformance"))
  func everyLayer(name: String) throws {
    if ["rnn", "gru", "lstm", "crnn", "conv_lstm"].contains(name) { return }
    let folder = Fixtures.shared!.appendingPathComponent("conformance/\(name)").path
    let network = try Network.parse(path: folder + "/net.cfg").get()
    let graph = try Lowering.graph(of: network, parameters: TempWeights(network, folder + "/net.weights"))
    let session = Session(try Plan(graph, observing: Set(graph.layerOutputs.values)))
    func floats(_ path: String) throws -> [Float] {
      let d = try Data(contentsOf: URL(fileURLWithPath: path))
      return d.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
    _ = try session.run([floats(folder + "/input.f32")])
    for (i, v) in graph.layerOutputs.sorted(by: { $0.key < $1.key }) {
      let p = folder + String(format: "/layer_%03d.f32", i)
      guard FileManager.default.fileExists(atPath: p) else { continue }
      let a = Agreement(session.read(v), try floats(p))
      #expect(a.error <= 1e-4, "layer \(i) \(a)")
    }
  }
  @Test func yolov4tiny() throws {
    let m = Fixtures.shared!.appendingPathComponent("models/yolov4-tiny").path
    let network = try Network.parse(path: m + "/yolov4-tiny.cfg").get()
    let graph = try Lowering.graph(of: network, parameters: TempWeights(network, m + "/yolov4-tiny.weights"))
    let s = Session(try Plan(graph))
    print("arena", s.plan.arenaByteCount)
    let x = [Float](repeating: 0.5, count: 3*416*416)
    for _ in 0..<5 {
      let t = ContinuousClock.now
      _ = try s.run([x])
      print("time", ContinuousClock.now - t)
    }
  }
}
