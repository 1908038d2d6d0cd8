import Engine
import Foundation
import Graph
import ONNX
import Pipeline
import Quantization
import TestSupport
import Testing

/// Networks with a memory against what darknet computes of four inputs, one after the other.
@Suite("Conformance of recurrent networks with darknet") struct RecurrentTests {
  @Test("Every layer after each input is darknet's", arguments: ConformanceNetwork.recurrent)
  func layersAreDarknets(network: ConformanceNetwork) throws {
    #expect(try complaints(of: network.graph(), network, every: true) == [])
  }

  @Test("A written file is read back with its states", arguments: ConformanceNetwork.recurrent)
  func filesAreReadBack(network: ConformanceNetwork) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.onnx")
    _ = try Conversion(cfg: network.cfg, weights: network.weights).run().write(to: path)
    let graph = try Model.load(path: path).graph
    let before = try network.graph()
    #expect(graph.states.map(\.name) == before.states.map(\.name))
    #expect(!graph.states.isEmpty)
    #expect(graph.inputs.count == 1 && graph.outputs.count == 1)
    #expect(try complaints(of: graph, network, every: true) == [])
    // Written once more, the file is the same.
    _ = try ONNXModel.write(graph, to: folder.path("again.onnx"))
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: path))
        == Data(contentsOf: URL(fileURLWithPath: folder.path("again.onnx"))))
  }

  @Test(
    "ONNX Runtime computes darknet's outputs by what the metadata say of states",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: [Batch.fixed(1), .dynamic])
  func runtimeAgrees(batch: Batch) throws {
    let folder = try TemporaryFolder()
    for network in ConformanceNetwork.recurrent {
      var conversion = Conversion(cfg: network.cfg, weights: network.weights)
      conversion.batch = batch
      _ = try conversion.run().write(to: try prepared(network, in: folder) + "/model.onnx")
    }
    try runByPeer(folder)
    for network in ConformanceNetwork.recurrent {
      #expect(try complaints(ofFilesOf: network, in: folder, .sums) == [], "\(network)")
    }
  }

  @Test(
    "In INT8 what is handed on keeps the outputs near darknet's, here and in ONNX Runtime",
    arguments: ConformanceNetwork.recurrent, ["qoperator", "qdq"])
  func integersStayNear(network: ConformanceNetwork, format: String) throws {
    var options = QuantizationOptions()
    options.format = format == "qdq" ? .qdq : .qoperator
    options.head = .single
    let graph = try network.graph()
    let source = try StepSource(network, graph)
    let quantizer = try Quantizer(graph, options: options, threads: 1)
    let quantized = try quantizer.quantize(
      counts: try quantizer.calibrate(source), source: source
    ).artifact
    #expect(quantized.nodes.contains { $0.isQuantized })
    #expect(quantized.states.map(\.name) == graph.states.map(\.name))
    #expect(try complaints(of: quantized, network, every: false, .eightBits) == [])
    guard Peers.python != nil else { return }
    let folder = try TemporaryFolder()
    _ = try ONNXModel.write(quantized, to: try prepared(network, in: folder) + "/model.onnx")
    try runByPeer(folder)
    #expect(try complaints(ofFilesOf: network, in: folder, .eightBits) == [])
  }

  @Test("`run --steps` writes each step's tensors", arguments: ConformanceNetwork.recurrent)
  func stepsAreWritten(network: ConformanceNetwork) throws {
    let folder = try TemporaryFolder()
    var pass = ForwardPass(
      model: try Model.load(path: network.cfg, weights: network.weights),
      input: network.steps, execution: Execution())
    pass.steps = 4
    try pass.run(dump: folder.path("dump"), output: folder.path("out"))
    let dump = FixtureFolder(folder.url).folder("dump")
    let out = FixtureFolder(folder.url).folder("out")
    for step in 0..<4 {
      let expected = network.sequence.folder("step_\(step)")
      let found = dump.folder("step_\(step)")
      #expect(found.layerIndices == expected.layerIndices)
      for layer in expected.layerIndices {
        let (a, b) = (try #require(found.layer(layer)), try #require(expected.layer(layer)))
        #expect(Bound.sums.complaint(a, b) == nil, "step \(step), layer \(layer)")
      }
      let last = try #require(found.layer(expected.layerIndices.last ?? 0))
      #expect(try out.folder("step_\(step)").floats("output_0.f32") == last)
    }
    pass.steps = 5
    let error = #expect(throws: PipelineError.self) {
      try pass.run(dump: nil, output: folder.path("five"))
    }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains("5 steps cannot share equally"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("five")))
  }

  @Test("Of a batch each image has a memory of its own", arguments: ConformanceNetwork.recurrent)
  func imagesAreApart(network: ConformanceNetwork) throws {
    let graph = try network.graph()
    let steps = try network.stepInputs()
    let alone = try outputs(of: graph, steps)
    let reversed = try outputs(of: graph, steps.reversed())
    let session = Session(try Plan(graph, batch: 2, exact: true))
    var states: [[Float]] = []
    for step in steps.indices {
      let both = try session.run([steps[step] + steps[steps.count - 1 - step]] + states)[0]
      states = session.states
      #expect(Bound.sums.complaint(both, alone[step] + reversed[step]) == nil)
    }
  }

  // MARK: Running

  private func outputs(of graph: Graph, _ steps: [[Float]]) throws -> [[Float]] {
    let session = Session(try Plan(graph, exact: true))
    var states: [[Float]] = []
    return try steps.map { step in
      defer { states = session.states }
      return try session.run([step] + states)[0]
    }
  }

  /// What differs from darknet by more than a bound, in every layer or in the output.
  private func complaints(
    of graph: Graph, _ network: ConformanceNetwork, every: Bool, _ bound: Bound = .sums
  ) throws -> [String] {
    let layers = graph.layerOutputs
    let session = Session(
      try Plan(graph, observing: every ? Set(layers.values) : [], exact: true))
    var states: [[Float]] = []
    var found: [String] = []
    for (step, input) in try network.stepInputs().enumerated() {
      let outputs = try session.run([input] + states)
      states = session.states
      let expected = network.sequence.folder("step_\(step)")
      for index in every ? expected.layerIndices : [] {
        let value = try #require(layers[index])
        if let text = bound.complaint(session.read(value), try #require(expected.layer(index))) {
          found.append("step \(step), layer \(index): \(text)")
        }
      }
      let last = try #require(expected.layer(expected.layerIndices.last ?? 0))
      if let text = bound.complaint(outputs[0], last) { found.append("step \(step): \(text)") }
    }
    return found
  }

  private func prepared(_ network: ConformanceNetwork, in folder: TemporaryFolder) throws -> String
  {
    let place = folder.url.appendingPathComponent(network.name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: network.steps, toPath: place.appendingPathComponent("steps.f32").path)
    return place.path
  }

  private func runByPeer(_ folder: TemporaryFolder) throws {
    let folders = FixtureFolder(folder.url).names.map(folder.path)
    let outcome = try Peers.run("recurrent_models.py", folders)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  private func complaints(
    ofFilesOf network: ConformanceNetwork, in folder: TemporaryFolder, _ bound: Bound
  ) throws -> [String] {
    let place = FixtureFolder(folder.url).folder(network.name)
    return try (0..<4).compactMap { step in
      let expected = network.sequence.folder("step_\(step)")
      let last = try #require(expected.layer(expected.layerIndices.last ?? 0))
      return bound.complaint(try place.folder("step_\(step)").floats("output_0.f32"), last)
        .map { "step \(step): \($0)" }
    }
  }
}

/// The inputs of a network's sequence, each with what the network remembers before it.
private struct StepSource: CalibrationSource {
  let inputs: [[[Float]]]

  init(_ network: ConformanceNetwork, _ graph: Graph) throws {
    let session = Session(try Plan(graph))
    var states = graph.states.map {
      Array(repeating: Float(0), count: graph[$0.input].type.shape.count)
    }
    inputs = try network.stepInputs().map { input in
      let given = [input] + states
      _ = try session.run(given)
      states = session.states
      return given
    }
  }

  var count: Int { inputs.count }

  func input(at index: Int) -> [[Float]]? { inputs[index] }
}

extension ConformanceNetwork {
  /// Four inputs and what darknet computes of them.
  fileprivate var sequence: FixtureFolder { folder.folder("sequence") }

  /// The file of the inputs.
  fileprivate var steps: String { sequence.file("steps.f32") }

  /// The inputs.
  fileprivate func stepInputs() throws -> [[Float]] {
    let all = try sequence.floats("steps.f32")
    let size = try input().count
    return stride(from: 0, to: all.count, by: size).map { Array(all[$0..<$0 + size]) }
  }
}
