import Engine
import Graph
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Model {
  /// Makes the model ready to run.
  ///
  /// - Parameters:
  ///   - batch: the pictures of a run; nil for what the graph says.
  ///   - observing: values to keep for reading after each run.
  /// - Throws: `PipelineError.malformed` when its activations need more memory than there is.
  func session(
    batch: Int? = nil, observing: Set<ValueID> = [], execution: Execution = Execution()
  ) throws(PipelineError) -> Session {
    let plan: Plan
    do throws(EngineError) {
      plan = try Plan(graph, batch: batch, observing: observing, exact: execution.exact)
    } catch { throw PipelineError(error) }
    let limit = Model.memoryLimit()
    guard plan.arenaByteCount <= limit else {
      throw .malformed(
        "\(path): one run needs \(plan.arenaByteCount) bytes for activations, more than the "
          + "\(limit) bytes of memory here; make its input or the batch smaller")
    }
    return Session(plan, threads: execution.threads)
  }

  /// What the machine has, or less where the process is limited.
  private static func memoryLimit() -> Int {
    let (pages, _) = sysconf(Int32(_SC_PHYS_PAGES)).multipliedReportingOverflow(
      by: sysconf(Int32(_SC_PAGESIZE)))
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return pages }
    return min(pages, Int(clamping: limit.rlim_cur))
  }
}
