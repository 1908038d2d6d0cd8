import Evaluation
import TestSupport
import Testing

/// Intervals from images drawn again.
struct BootstrapTests {
  /// A set without equal scores, whose order would depend on which copy is meant.
  private static let set: SyntheticSet = {
    let sets = (0..<100).lazy.map { SyntheticSet.random(seed: $0) }
    return (sets.first { $0.truth.images.count > 9 } ?? .random(seed: 0)).withDifferentScores
  }()

  /// The set with every image as many times as it was drawn.
  private func drawn(_ weights: [Int]) -> SyntheticSet {
    var images: [GroundTruth.Image] = []
    var objects: [GroundTruth.Object] = []
    var boxes: [ScoredBox] = []
    for (image, weight) in zip(Self.set.truth.images, weights) {
      for copy in 0..<weight {
        let id = image.id * 100 + copy
        images.append(.init(id: id))
        for var object in Self.set.truth.objects where object.imageID == image.id {
          object.imageID = id
          object.id = objects.count + 1
          objects.append(object)
        }
        for var box in Self.set.results.boxes where box.imageID == image.id {
          box.imageID = id
          boxes.append(box)
        }
      }
    }
    return SyntheticSet(
      truth: GroundTruth(
        images: images, categories: Self.set.truth.categories, objects: objects),
      results: ResultSet(boxes))
  }

  @Test("The interval is that of images drawn again") func intervalIsThatOfImagesDrawnAnew() throws
  {
    let bootstrap = Bootstrap(resamples: 40, seed: 3, level: 0.8)
    let count = Self.set.truth.images.count
    #expect(count > 5)
    let samples = (0..<40).map { resample in
      let weights = bootstrap.weights(images: count, resample: resample)
      #expect(weights.reduce(0, +) == count)
      return drawn(weights).evaluation.metrics
    }
    let evaluation = Self.set.evaluation
    let interval = evaluation.interval(bootstrap)
    func expected(_ metric: KeyPath<DetectionMetrics, Double>) -> (Double, Double) {
      let sorted = samples.map { $0[keyPath: metric] }.sorted()
      // Of 40 samples the quantiles 0.1 and 0.9 lie 3.9 and 35.1 steps up.
      let low = sorted[3] + 0.9 * (sorted[4] - sorted[3])
      let high = sorted[35] + 0.1 * (sorted[36] - sorted[35])
      let middle = evaluation.metrics[keyPath: metric]
      return (2 * middle - high, 2 * middle - low)
    }
    for (metric, bounds) in [(\DetectionMetrics.ap, interval.ap), (\.ap50, interval.ap50)] {
      let (lower, upper) = expected(metric)
      #expect(lower > 0 && upper < 1 && upper - lower > 0.01)
      // The same sums in another order.
      #expect(abs(bounds.lower - lower) < 1e-12)
      #expect(abs(bounds.upper - upper) < 1e-12)
    }
  }

  @Test("The same seed gives the same interval") func seedDecides() {
    let evaluation = Self.set.evaluation
    let first = evaluation.interval(Bootstrap(resamples: 50, seed: 1))
    #expect(evaluation.interval(Bootstrap(resamples: 50, seed: 1)) == first)
    #expect(evaluation.interval(Bootstrap(resamples: 50, seed: 2)).ap != first.ap)
  }

  @Test("Every image is drawn with the same probability") func drawsEveryImageAlike() {
    let bootstrap = Bootstrap(seed: 9)
    var counts = Array(repeating: 0, count: 10)
    for resample in 0..<10_000 {
      let weights = bootstrap.weights(images: 10, resample: resample)
      for (index, weight) in weights.enumerated() { counts[index] += weight }
    }
    // 10 000 each, give or take five standard deviations of 95.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 475 }, "\(counts)")
  }

  @Test("An evaluation of no images has no interval") func nothingHasNoInterval() {
    let empty = SyntheticSet(
      truth: GroundTruth(images: [], categories: [], objects: []), results: ResultSet())
    let interval = empty.evaluation.interval(Bootstrap(resamples: 3))
    #expect(interval.ap.lower == -1 && interval.ap50.upper == -1)
  }
}
