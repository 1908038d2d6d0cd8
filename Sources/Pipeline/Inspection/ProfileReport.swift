import Engine
import Evaluation
import Graph
import Text

/// How long a model takes, step by step.
public struct ProfileReport: Codable, Hashable, Sendable {
  /// One step of the engine.
  public struct Row: Codable, Hashable, Sendable {
    /// The node.
    public var name: String
    /// The median over the runs.
    public var milliseconds: Double
    /// Multiplications followed by an addition.
    public var multiplyAdds: Int
    /// 10^9 multiplications and additions in a second.
    public var gigaflops: Double
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// What was run.
  public var model: ModelRecord
  /// The median of whole runs of one batch.
  public var milliseconds: Double
  /// The threads that shared the work.
  public var threads: Int
  /// The instruction set of the kernels.
  public var instructionSet: String
  /// The steps in order.
  public var steps: [Row]

  /// Runs a model on a grey image.
  ///
  /// - Throws: a `Failure`.
  public init(
    of model: Model, execution: Execution, runs: Int
  ) throws {
    let profile: Profile
    let session = try model.session(execution: execution)
    do throws(EngineError) {
      let inputs = model.graph.inputs.map {
        Array(repeating: Float(0.5), count: model.graph[$0].type.shape.count)
      }
      profile = try Profile(of: session, inputs: inputs, runs: runs)
    } catch { throw LocatedFailure(model.path, error) }
    self.model = try model.record()
    threads = execution.threads
    instructionSet = InstructionSet.current
    milliseconds = profile.seconds * 1000
    steps = profile.rows.map { row in
      Row(
        name: row.name, milliseconds: row.seconds * 1000, multiplyAdds: row.multiplyAdds,
        gigaflops: row.gigaflops)
    }
  }

  /// For people.
  public var table: Lines {
    var rows = [["step", "ms", "share", "GFLOP/s"]]
    let sum = max(steps.reduce(0) { $0 + $1.milliseconds }, .leastNormalMagnitude)
    for step in steps {
      rows.append([
        step.name, fixed(step.milliseconds, 3),
        fixed(100 * step.milliseconds / sum, 1) + " %",
        step.multiplyAdds > 0 ? fixed(step.gigaflops, 1) : "",
      ])
    }
    return Table(rows, alignment: [.left]).text()
      + "\n\(fixed(milliseconds, 2)) ms for a run on \(threads) thread"
      + (threads == 1 ? "" : "s") + ", \(instructionSet)"
  }
}
