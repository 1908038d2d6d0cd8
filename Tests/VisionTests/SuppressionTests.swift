import Graph
import Testing
import Vision

@Suite("Suppressing overlaps")
struct SuppressionTests {
  private static let square = Placement.stretched(
    imageWidth: 100, imageHeight: 100, inputWidth: 100, inputHeight: 100)

  private static func detection(
    _ score: Float, x: Float, y: Float = 0, width: Float = 10, height: Float = 10,
    classIndex: Int = 0
  ) -> Detection {
    Detection(
      classIndex: classIndex, score: score, box: Box(x: x, y: y, width: width, height: height))
  }

  private static func kept(
    _ detections: [Detection], _ kind: Head.Suppression = .greedy, _ threshold: Float,
    limit: Int? = nil, placement: Placement = square
  ) -> [Detection] {
    NonMaximumSuppression(kind: kind, threshold: threshold, limit: limit)
      .apply(to: detections, placement: placement)
  }

  @Test("The better of two overlapping boxes stays, whatever their order")
  func better() {
    let (good, poor) = (Self.detection(0.9, x: 0), Self.detection(0.8, x: 2))
    #expect(Self.kept([poor, good], .greedy, 0.45) == [good])
    #expect(Self.kept([good, poor], .greedy, 0.45) == [good])
  }

  @Test("A box suppressed by another suppresses none itself")
  func chain() {
    let chain = [0.9, 0.8, 0.7].enumerated().map {
      Self.detection($0.element, x: Float($0.offset) * 4)
    }
    // Neighbours overlap by 6 / 14, the first and the last by 2 / 18.
    #expect(Self.kept(chain, .greedy, 0.4) == [chain[0], chain[2]])
  }

  @Test("Overlap equal to the threshold is allowed")
  func strict() {
    // Half of the union: 10 x 10 in 10 x 20.
    let boxes = [Self.detection(0.9, x: 0, height: 20), Self.detection(0.8, x: 0)]
    #expect(Self.kept(boxes, .greedy, 0.5).count == 2)
    #expect(Self.kept(boxes, .greedy, 0.4999).count == 1)
  }

  @Test("Equal scores keep their order and the first wins")
  func ties() {
    let boxes = (0..<6).map { Self.detection(0.5, x: Float($0 / 2) * 30 + Float($0 % 2)) }
    #expect(Self.kept(boxes, .greedy, 0.45) == [boxes[0], boxes[2], boxes[4]])
  }

  @Test("Classes do not suppress each other")
  func classes() {
    let boxes = [Self.detection(0.9, x: 0), Self.detection(0.8, x: 0, classIndex: 3)]
    #expect(Self.kept(boxes, .greedy, 0.45) == boxes)
  }

  @Test("A limit keeps the best of all classes")
  func limit() {
    let boxes = (0..<10).map {
      Self.detection(Float($0) / 10, x: Float($0) * 10, classIndex: $0 % 3)
    }
    #expect(Self.kept(boxes, .greedy, 0.45, limit: 3) == [boxes[9], boxes[8], boxes[7]])
    #expect(Self.kept(boxes, .greedy, 0.45, limit: 0).isEmpty)
    #expect(Self.kept(boxes, .greedy, 0.45, limit: 99).count == 10)
  }

  @Test("Distance between centres forgives overlap")
  func distance() {
    // IoU 7 / 13 = 0.538; centres 3 apart, enclosing box 13 x 10, so 9 / 269 to the power.
    let boxes = [Self.detection(0.9, x: 0), Self.detection(0.8, x: 3)]
    #expect(Self.kept(boxes, .greedy, 0.45).count == 1)
    #expect(Self.kept(boxes, .corners, 0.45).count == 1)
    // (9 / 269) ^ 0.6 = 0.1301: 0.538 - 0.130 = 0.408.
    #expect(Self.kept(boxes, .greedyDistance, 0.409).count == 2)
    #expect(Self.kept(boxes, .greedyDistance, 0.408).count == 1)
    // (9 / 269) ^ 1 = 0.0335: 0.5050.
    #expect(Self.kept(boxes, .distance(beta: 1), 0.506).count == 2)
    #expect(Self.kept(boxes, .distance(beta: 1), 0.504).count == 1)
  }

  @Test("Distances are measured in parts of the image's sides, as darknet does")
  func relative() {
    let wide = Placement.stretched(
      imageWidth: 1000, imageHeight: 10, inputWidth: 100, inputHeight: 100)
    let boxes = [Self.detection(0.9, x: 0), Self.detection(0.8, x: 3)]
    // In parts: 0.003 apart within 0.013 x 1, whose diagonal is about 1: nothing is forgiven.
    #expect(Self.kept(boxes, .greedyDistance, 0.45, placement: wide).count == 1)
    #expect(Self.kept(boxes, .greedyDistance, 0.45).count == 2)
  }

  @Test("Empty boxes and no boxes are no trouble")
  func degenerate() {
    #expect(Self.kept([], .greedy, 0.45).isEmpty)
    let empty = (0..<3).map { _ in Self.detection(0.5, x: 4, width: 0, height: 0) }
    #expect(Self.kept(empty, .greedyDistance, 0.45).count == 3)
  }
}
