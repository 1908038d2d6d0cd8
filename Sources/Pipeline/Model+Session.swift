import Engine
import Graph
import Text

extension Model {
  /// Makes the model ready to run.
  ///
  /// - Parameters:
  ///   - batch: the pictures of a run; nil for what the graph says.
  ///   - observing: values to keep for reading after each run.
  /// - Throws: `PipelineError.malformed` when its activations need more memory than there is.
  func session(
    batch: Int? = nil, observing: Set<ValueID> = [], execution: Execution = Execution()
  ) throws -> Session {
    let plan: Plan
    do throws(EngineError) {
      plan = try Plan(graph, batch: batch, observing: observing, exact: execution.exact)
    } catch { throw LocatedFailure(path, error) }
    guard MemoryCheck.canHold(plan.arenaByteCount) else {
      throw PipelineError.malformed(
        "\(path): one run needs \(plan.arenaByteCount) bytes for activations, more than there is of "
          + "the \(MemoryCheck.limit) bytes of memory here; make its input or the batch smaller")
    }
    return Session(plan, threads: execution.threads)
  }
}
