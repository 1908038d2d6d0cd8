import Graph
import Glibc

/// Keeps the best of overlapping detections of each class.
///
/// Detections are taken by descending score, equal ones in their order; one is kept unless its
/// overlap with a kept one of its class is greater than the threshold.
public struct NonMaximumSuppression: Hashable, Sendable {
  /// How overlap is measured.
  public var kind: Head.Suppression
  /// The overlap that is still allowed.
  public var threshold: Float
  /// The most detections that are kept in an image, all classes together; nil for all.
  public var limit: Int?

  /// Creates a suppression.
  public init(kind: Head.Suppression = .greedy, threshold: Float, limit: Int? = nil) {
    self.kind = kind
    self.threshold = threshold
    self.limit = limit
  }

  /// The kept detections, best first.
  ///
  /// - Parameter placement: of the image, whose size the kinds that measure distances need:
  ///   darknet compares boxes as parts of the image's sides.
  public func apply(to detections: [Detection], placement: Placement) -> [Detection] {
    let limit = limit ?? .max
    let order = detections.indices.sorted { first, second in
      let (one, other) = (detections[first].score, detections[second].score)
      return one == other ? first < second : one > other
    }
    var kept: [Detection] = []
    var keptBoxes: [Int: [Box]] = [:]
    for index in order {
      guard kept.count < limit else { break }
      let detection = detections[index]
      let isSuppressed = keptBoxes[detection.classIndex]?.contains { rival in
        overlap(detection.box, rival, placement) > threshold
      }
      guard isSuppressed != true else { continue }
      keptBoxes[detection.classIndex, default: []].append(detection.box)
      kept.append(detection)
    }
    return kept
  }

  /// How much two boxes overlap, by the kind of suppression.
  private func overlap(_ one: Box, _ other: Box, _ placement: Placement) -> Float {
    let union = one.intersectionOverUnion(other)
    switch kind {
    case .greedy, .corners: return union
    case .greedyDistance: return union - Self.distance(one, other, placement, exponent: 0.6)
    case .distance(let beta): return union - Self.distance(one, other, placement, exponent: beta)
    }
  }

  /// (centre distance squared / enclosing diagonal squared) ^ exponent, in parts of the image.
  ///
  /// Source: https://github.com/AlexeyAB/darknet at 59596d78, `box.c`, `box_diounms`.
  private static func distance(
    _ one: Box, _ other: Box, _ placement: Placement, exponent: Float
  ) -> Float {
    let imageWidth = Float(placement.imageWidth)
    let imageHeight = Float(placement.imageHeight)
    let width = (max(one.right, other.right) - min(one.x, other.x)) / imageWidth
    let height = (max(one.bottom, other.bottom) - min(one.y, other.y)) / imageHeight
    let diagonal = width * width + height * height
    guard diagonal > 0 else { return 0 }
    let x = ((one.x + one.width / 2) - (other.x + other.width / 2)) / imageWidth
    let y = ((one.y + one.height / 2) - (other.y + other.height / 2)) / imageHeight
    return pow((x * x + y * y) / diagonal, exponent)
  }
}
