import Evaluation
import Foundation
import TestSupport
import Testing
import Vision

/// From a model's classes to the categories of annotations.
struct ClassMappingTests {
  private static let categories: [GroundTruth.Category] = [
    .init(id: 3, name: "traffic light"), .init(id: 7, name: "airplane"), .init(id: 9, name: "Dog"),
  ]

  private func ids(_ labels: [String], classes: Int = 3) throws -> [Int?] {
    let mapping = try ClassMapping(
      classCount: classes, labels: labels, categories: Self.categories)
    return (0..<classes).map { mapping.category(ofClass: $0)?.id }
  }

  @Test("Without class names, or with names that do not contradict it, the order decides")
  func goesByOrderWithoutNames() throws {
    #expect(try ids([]) == [3, 7, 9])
    #expect(try ids(["Ampel", "Flugzeug", "Hund"]) == [3, 7, 9])
    #expect(try ids(["traffic light", "Flugzeug", "dog"]) == [3, 7, 9])
  }

  @Test("Known class names decide") func goesByNamesWhereTheyAreKnown() throws {
    #expect(try ids(["dog", "traffic_light", "aeroplane"]) == [9, 3, 7])
    #expect(try ids(["cat", "dog"], classes: 2) == [nil, 9])
    #expect(try ids(["dog", "dog", "x", "airplane"], classes: 4) == [9, nil, nil, 7])
    let mapping = try ClassMapping(
      classCount: 2, labels: ["cat", "dog"], categories: Self.categories)
    #expect(mapping.basis == .names)
    #expect(mapping.unknownLabels == ["cat"])
    #expect(mapping.unknownCategories.map(\.id) == [3, 7])
    #expect(mapping.category(ofClass: 2) == nil)
    #expect(mapping.category(ofClass: -1) == nil)
  }

  @Test("A mapping is refused if counts differ or names contradict the order")
  func refusesWhatCannotBeTold() throws {
    func error(_ labels: [String], classes: Int) -> ClassMappingError? {
      failure { () throws(ClassMappingError) in
        _ = try ClassMapping(classCount: classes, labels: labels, categories: Self.categories)
      }
    }
    #expect(error(["dog"], classes: 3) == .labelCount(labels: 1, classes: 3))
    #expect(
      error([], classes: 2) == .countsDiffer(classes: 2, categories: 3, hasLabels: false))
    #expect(
      error(["a", "b"], classes: 2) == .countsDiffer(classes: 2, categories: 3, hasLabels: true))
    #expect(
      error(["dog", "airplane", "x"], classes: 3)
        == .contradiction(label: "dog", index: 0, expected: "traffic light"))
  }

  @Test("Detections become COCO results") func detectionsBecomeResults() throws {
    let mapping = try ClassMapping(
      classCount: 2, labels: ["cat", "dog"], categories: Self.categories)
    let boxes = mapping.boxes(
      [
        Detection(classIndex: 0, score: 0.5, box: Box(x: 1, y: 2, width: 3, height: 4)),
        Detection(classIndex: 1, score: 0.1, box: Box(x: 0.1, y: 2, width: 3, height: 4)),
      ], imageID: 8)
    #expect(
      boxes == [
        ScoredBox(
          imageID: 8, categoryID: 9,
          box: ObjectBox(x: Double(Float(0.1)), y: 2, width: 3, height: 4),
          score: Double(Float(0.1)))
      ])
  }

  /// The 80 classes of darknet's coco.names are the categories 1 to 90 of COCO, by names as by
  /// order.
  @Test(
    "The 80 classes of darknet are COCO's categories by names and by order",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func darknetsClassesAreCOCOsCategories() throws {
    let truth = try GroundTruth(coco: Fixtures.folder("coco").file("instances_evaluation.json"))
    let names = try String(
      contentsOfFile: Fixtures.folder("models/yolov4-tiny").file("yolov4-tiny.names"),
      encoding: .utf8)
    let labels = names.split(separator: "\n").map(String.init)
    let byNames = try ClassMapping(classCount: 80, labels: labels, categories: truth.categories)
    let byOrder = try ClassMapping(classCount: 80, labels: [], categories: truth.categories)
    #expect(byNames.basis == .names)
    #expect(byOrder.basis == .order)
    #expect(
      (0..<80).allSatisfy { byNames.category(ofClass: $0) == byOrder.category(ofClass: $0) })
    #expect(byOrder.category(ofClass: 79)?.id == 90)
  }
}
