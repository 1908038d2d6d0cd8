import Darknet
import Engine
import Foundation
import Graph
import TestSupport
import Testing

/// Layers of which darknet's own numbers are not at hand, against the formulas of `docs/darknet.md`.
@Suite struct HeadLayerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file of weights that are all 0, of darknet's version 0.2.5; returns its path.
  private func weights(_ count: Int) throws -> String {
    let header: [Int32] = [0, 2, 5, 0, 0]
    let path = folder.path("a.weights")
    let data = header.withUnsafeBytes { Data($0) } + Data(count: count * 4)
    try data.write(to: URL(fileURLWithPath: path))
    return path
  }

  private func graph(_ text: String, weights: String) throws -> Graph {
    let network = try Network(text: text, file: "a.cfg")
    return try Lowering.graph(
      of: network, parameters: WeightsFile(path: weights, network: network))
  }

  /// The outputs of all layers of a cfg, by index.
  private func layers(
    _ text: String, weights: String, input: [Float]
  ) throws -> [Int: [Float]] {
    let graph = try graph(text, weights: weights)
    try graph.validate()
    let session = Session(try Plan(graph, observing: Set(graph.layerOutputs.values)))
    _ = try session.run([input])
    return graph.layerOutputs.mapValues(session.read)
  }

  @Test("With softmax, the class scores of each cell of [detection] add up to 1")
  func detectionSoftmax() throws {
    let network = ConformanceNetwork("detection_v1")
    let text = try String(contentsOfFile: network.cfg, encoding: .utf8)
      .replacingOccurrences(of: "softmax=0", with: "softmax=1")
    let found = try layers(text, weights: network.weights, input: network.input())
    let raw = try #require(network.folder.layer(1))
    // 7 x 7 cells of 3 classes come first, then objectness and boxes.
    var expected = raw
    for cell in 0..<49 {
      let scores = (0..<3).map { exp(Double(raw[cell * 3 + $0])) }
      for index in 0..<3 {
        expected[cell * 3 + index] = Float(scores[index] / scores.reduce(0, +))
      }
    }
    let agreement = Agreement(try #require(found[2]), expected)
    #expect(agreement.error <= 1e-5, "\(agreement)")
  }

  @Test("[history] of one time step is the input, and zeros for the steps before")
  func history() throws {
    let text = "[net]\nwidth=2\nheight=2\nchannels=3\n[history]\nhistory_size=3\n"
    let input = (1...12).map(Float.init)
    let found = try layers(text, weights: weights(0), input: input)
    #expect(found[0] == input + [Float](repeating: 0, count: 24))
  }

  @Test("[history] over several time steps has the newest input first, and zeros before the first")
  func historyOverTime() throws {
    let text =
      "[net]\nwidth=2\nheight=2\nchannels=3\ntime_steps=2\n[history]\nhistory_size=3\n"
    let graph = try graph(text, weights: weights(0))
    let session = Session(try Plan(graph))
    let frames = (0..<4).map { frame in (1...12).map { Float(100 * frame + $0) } }
    let before = [Float](repeating: 0, count: 12)
    for frame in frames.indices {
      let found = try session.run([frames[frame]] + (frame == 0 ? [] : session.states))[0]
      let former = (1...2).flatMap { frame < $0 ? before : frames[frame - $0] }
      #expect(found == frames[frame] + former)
    }
  }

  @Test("Classes of a tree that is not given are refused by name")
  func missingTree() throws {
    let text =
      "[net]\nwidth=2\nheight=2\nchannels=3\n[conv]\nfilters=9\n"
      + "[region]\nanchors=1,2\nclasses=4\ntree=a.tree\n"
    let error = #expect(throws: LoweringError.self) {
      try graph(text, weights: weights(9 + 27))
    }
    #expect(error?.description.contains("of the tree 'a.tree', which is not given") == true)
  }
}
