import Engine
import Graph
import ONNX
import Pipeline
import Vision

/// What must hold of every model that can be loaded.
enum ModelCheck {
  /// Whether a graph can be run in no time: its tensors are small, and so is the work.
  ///
  /// The work of a node is at most each element of its results made of every element of an operand.
  static func isSmall(_ graph: Graph) -> Bool {
    guard graph.nodes.count <= 256 else { return false }
    return graph.nodes.allSatisfy { node in
      let inputs = node.inputs.map { graph[$0].type.shape.count }
      let outputs = node.outputs.map { graph[$0].type.shape.count }
      guard let inputs = inputs.max(), let outputs = outputs.max() else { return true }
      return inputs <= 1 << 16 && outputs <= 1 << 16 && inputs * outputs <= 1 << 24
    }
  }

  /// A graph that was read can be written, and is the same when it is read again and written again.
  static func write(_ graph: Graph, _ folder: borrowing ScratchFolder) {
    let bytes: [UInt8]
    do throws(ONNXError) { bytes = try ONNXModel.bytes(of: graph) } catch {
      return requireMessage(error)
    }
    let again = requireRead("a model") { () throws(ONNXError) in try ONNXModel.read(bytes) }
    let rewritten = requireRead("a model") { () throws(ONNXError) in
      try ONNXModel.bytes(of: again)
    }
    let third = requireRead("a model") { () throws(ONNXError) in try ONNXModel.read(rewritten) }
    require(
      again.outputs.map { again[$0].type } == third.outputs.map { third[$0].type },
      "a model has other outputs when it is read again")
  }

  /// Runs a model as `run` and as `detect` do.
  static func run(_ model: Model) {
    do throws(EngineError) {
      let plan = try Plan(model.graph)
      guard plan.arenaByteCount + plan.scratchByteCount < 64 << 20 else { return }
      let inputs = plan.graph.inputs.map { input in
        (0..<plan.graph[input].type.shape.count).map { Float($0 % 7 - 3) / 2 }
      }
      let outputs = try Session(plan).run(inputs)
      require(outputs.count == plan.graph.outputs.count, "outputs are missing")
      let second = try Session(plan, threads: 2).run(inputs)
      require(
        zip(outputs, second).allSatisfy { $0.map(\.bitPattern) == $1.map(\.bitPattern) },
        "results depend on the number of threads")
    } catch { return requireMessage(error) }
    do {
      let options = Detector.Options(execution: Execution(threads: 1))
      let detector = try Detector(model, options: options)
      _ = try detector.detections(in: ImageSample.image)
    } catch { requireMessage(error) }
  }
}
