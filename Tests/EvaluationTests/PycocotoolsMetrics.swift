import Evaluation
import Foundation
import TestSupport

/// What pycocotools makes of files of annotations and results.
struct PycocotoolsMetrics: Decodable {
  /// The twelve metrics in COCO's order.
  let metrics: [Double]
  /// The average precision of each category.
  let perClass: [Double]
  /// At each overlap, at each recall; nil without objects.
  let precision: [[Double]]?

  /// Runs the peer on pairs of files.
  static func of(_ pairs: [(truth: String, results: String)]) throws -> [PycocotoolsMetrics] {
    let outcome = try Peers.run("coco_metrics.py", pairs.flatMap { [$0.truth, $0.results] })
    guard outcome.status == 0 else { throw PeerFailure(errors: outcome.errors) }
    return try JSONDecoder().decode([PycocotoolsMetrics].self, from: Data(outcome.output.utf8))
  }

  /// The largest difference to an evaluation of ours.
  ///
  /// 1e-6 is promised; what remains of it is that numpy adds in another order.
  func difference(to evaluation: DetectionEvaluation) -> Double {
    var difference = zip(metrics, evaluation.metrics.list).map { abs($0 - $1) }.max() ?? 1
    guard perClass.count == evaluation.categories.count else { return .infinity }
    for (theirs, ours) in zip(perClass, evaluation.categories) {
      difference = max(difference, abs(theirs - ours.metrics.ap))
    }
    let ours = evaluation.precisionRecall.precision
    for (row, numbers) in (precision ?? ours.map { $0.map { _ in -1 } }).enumerated() {
      for (column, number) in numbers.enumerated() {
        difference = max(difference, abs(number - ours[row][column]))
      }
    }
    return difference
  }

  /// The tolerance of `difference`.
  static let tolerance = 1e-12
}

/// The peer has not done its work.
struct PeerFailure: Error {
  let errors: String
}

extension DetectionMetrics {
  /// The metrics in COCO's order.
  var list: [Double] {
    [
      ap, ap50, ap75, apSmall, apMedium, apLarge, ar1, ar10, ar100, arSmall, arMedium, arLarge,
    ]
  }
}
