import ArgumentParser
import Evaluation
import JSON
import Pipeline
import Text

/// How metrics are computed and printed.
struct MetricArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The samples of the images that intervals are drawn from; 0 for no intervals.",
      valueName: "number"))
  var resamples = 1000

  @Option(help: ArgumentHelp("Where the random numbers of samples begin.", valueName: "number"))
  var seed: UInt64 = 0

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (0...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples is 0 to 1000000, not \(resamples)")
    }
  }

  /// Computes the metrics.
  func report(_ shard: EvaluationShard) -> EvaluationReport {
    EvaluationReport(
      shard, bootstrap: resamples > 0 ? Bootstrap(resamples: resamples, seed: seed) : nil)
  }

  /// Prints the metrics.
  func print(_ report: EvaluationReport) throws {
    if json {
      try Console.result(json: try JSONEncoding.text(report))
    } else {
      try Console.result(report.text)
    }
  }
}
