import Graph

/// How long the steps of a plan take.
public struct Profile: Sendable {
  /// One step.
  public struct Row: Sendable {
    /// The node the step belongs to.
    public let name: String
    /// The median over the runs.
    public let seconds: Double
    /// Multiplications followed by an addition; 0 where there are none to speak of.
    public let multiplyAdds: Int

    /// 10^9 multiplications and additions in a second.
    public var gigaflops: Double {
      seconds > 0 ? 2 * Double(multiplyAdds) / seconds / 1e9 : 0
    }
  }

  /// The steps in order.
  public let rows: [Row]
  /// The median of whole runs.
  public let seconds: Double

  /// Runs a session several times on the same inputs, after one run to warm up.
  ///
  /// - Throws: `EngineError` as `Session.run`.
  public init(of session: Session, inputs: [[Float]], runs: Int) throws(EngineError) {
    let clock = ContinuousClock()
    _ = try session.run(inputs)
    var totals: [Double] = []
    var steps = Array(repeating: [Double](), count: session.plan.steps.count)
    for _ in 0..<max(runs, 1) {
      let start = clock.now
      _ = try session.run(inputs) { index, work in
        let start = clock.now
        work()
        steps[index].append((clock.now - start).seconds)
      }
      totals.append((clock.now - start).seconds)
    }
    seconds = Profile.median(totals)
    rows = zip(session.plan.steps, steps).map { step, times in
      Row(name: step.name, seconds: Profile.median(times), multiplyAdds: step.multiplyAdds)
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

extension Duration {
  /// As a number.
  fileprivate var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
