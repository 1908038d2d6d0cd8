import Graph
import OnnxRuntime
import Text

extension Model {
  /// Makes the model ready to run in the way asked for.
  ///
  /// - Parameters:
  ///   - batch: the pictures of a run; nil for what the graph says.
  ///   - observing: values to keep for reading after each run, where the engine runs it.
  /// - Throws: `PipelineError`; `.usage` when ONNX Runtime is to run a cfg, `.unreadable` when it
  ///   is not installed.
  func runner(
    batch: Int? = nil, observing: Set<ValueID> = [], execution: Execution
  ) throws -> Runner {
    switch execution.runtime {
    case .native:
      return .native(try session(batch: batch, observing: observing, execution: execution))
    case .onnxRuntime(let library):
      guard !Checkpoint.isCfg(path) else {
        throw PipelineError.usage(
          "\(path): ONNX Runtime runs .onnx files only; first `darkroom convert CFG WEIGHTS -o "
            + "OUT.onnx`, then give it OUT.onnx")
      }
      let shapes = graph.inputs.map { input in
        let shape = graph[input].type.shape.dimensions
        return batch.map { [$0] + shape.dropFirst() } ?? shape
      }
      let runtime = try Runtime.load(path: library)
      let session = try RuntimeSession(runtime, path: path, threads: execution.threads)
      return .onnxRuntime(session, inputs: shapes)
    }
  }
}
