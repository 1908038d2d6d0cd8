import Evaluation
import Foundation
import TestSupport
import Testing

/// `Scripts/bootstrap.py`, from which `make accuracy` has its intervals.
@Suite(
  "The bootstrap of the accuracy table",
  .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct AccuracyScriptTests {
  /// What the peer makes of a set.
  private struct DrawnMetrics: Decodable {
    struct Interval: Decodable {
      let low: Double
      let high: Double
    }

    let differences: [Double]
    let interval: Interval
  }

  /// Without the seeds whose objects are numbered from 0, which pycocotools takes for not found.
  private static let sets: [SyntheticSet] = {
    let seeds: [UInt64] = (1...40).filter { $0 % 10 != 0 }
    let all: [SyntheticSet] = seeds.map(SyntheticSet.random)
    return all.filter { $0.truth.images.count > 5 }.map(\.withDifferentScores)
  }()

  @Test("Its draws have the AP of pycocotools, and its intervals are those of evaluate")
  func drawsAndIntervals() throws {
    let folder = try WorkFolder()
    let files = try Self.sets.enumerated().map {
      try $0.element.write(to: folder, name: "set \($0.offset)")
    }
    let outcome = try Peers.run(
      "drawn_metrics.py", ["5"] + files.flatMap { [$0.truth, $0.results] })
    #expect(outcome.status == 0, "\(outcome)")
    let records = try JSONDecoder().decode([DrawnMetrics].self, from: Data(outcome.output.utf8))
    #expect(records.count == Self.sets.count && records.count > 5)
    for (set, record) in zip(Self.sets, records) {
      #expect(record.differences.count == 5)
      #expect(record.differences.allSatisfy { $0 <= PycocotoolsMetrics.tolerance })
      let bounds = set.evaluation.interval(Bootstrap()).ap
      // Differences have no bounds, so that the script leaves them out.
      #expect(abs(min(max(record.interval.low, 0), 1) - bounds.lower) < 1e-12)
      #expect(abs(min(max(record.interval.high, 0), 1) - bounds.upper) < 1e-12)
    }
  }
}
