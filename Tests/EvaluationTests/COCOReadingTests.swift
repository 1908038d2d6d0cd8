import Evaluation
import Foundation
import TestSupport
import Testing

/// COCO's files of annotations and results.
struct COCOReadingTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private static let truth = GroundTruth(
    images: [.init(id: 139, fileName: "a.jpg")], categories: [.init(id: 1, name: "person")],
    objects: [])

  private func truth(_ text: String) throws(DatasetError) -> GroundTruth {
    guard let file = try? folder.file("instances.json", text) else {
      throw .unusable(source: "", reason: "cannot be written")
    }
    return try GroundTruth(coco: file.path)
  }

  private func results(_ text: String) throws(DatasetError) -> ResultSet {
    guard let file = try? folder.file("results.json", text) else {
      throw .unusable(source: "", reason: "cannot be written")
    }
    return try ResultSet(coco: file.path, truth: Self.truth)
  }

  private func instances(_ annotations: String) -> String {
    #"{"images": [{"id": 139, "file_name": "a.jpg"}], "#
      + #""categories": [{"id": 1, "name": "person"}], "annotations": [\#(annotations)]}"#
  }

  @Test("A COCO file is read with all that counts for the metrics") func readsWhatCounts() throws {
    let text = """
      {"annotations": [
        {"segmentation": {"counts": "a\\"]}", "size": [3, 4]}, "area": 12.5, "iscrowd": 1, "id": 7,
         "image_id": 139.0, "bbox": [1, 2.5, 3e0, 4E+0], "category_id": 18, "ignore": 1},
        {"id": 8, "image_id": 2, "category_id": 1, "bbox": [-0.5, 0, 0, 1e-7], "area": 0}],
       "categories": [{"id": 18, "name": "d\\u00f6g \\ud83d\\ude00"}, {"name": "person", "id": 1}],
       "licenses": [null, true, false, -1e400], "info": {},
       "images": [{"id": 139, "file_name": "a.jpg"}, {"id": 2, "height": 5}]}

      """
    let truth = try truth(text)
    #expect(truth.images == [.init(id: 2), .init(id: 139, fileName: "a.jpg")])
    #expect(truth.categories == [.init(id: 18, name: "dög 😀"), .init(id: 1, name: "person")])
    #expect(
      truth.objects == [
        .init(
          id: 7, imageID: 139, categoryID: 18, box: ObjectBox(x: 1, y: 2.5, width: 3, height: 4),
          area: 12.5, treatment: .crowd),
        .init(
          id: 8, imageID: 2, categoryID: 1,
          box: ObjectBox(x: -0.5, y: 0, width: 0, height: 1e-7), area: 0),
      ])
  }

  @Test("Every bad annotation is named at once") func namesEveryBadAnnotation() throws {
    let text = instances(
      """
      {"id": 1, "image_id": 139, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12},
      {"image_id": 139, "bbox": [1, 2, 3, 4], "area": 12},
      {"id": 3, "image_id": 140, "category_id": 2, "bbox": [1, 2, 3, 4], "area": 12},
      {"id": 4, "image_id": "139", "category_id": 1.5, "bbox": [1, 2, -3, 4], "area": -1},
      {"id": 5, "image_id": 139, "category_id": 1, "bbox": [1, 2, NaN, 4], "area": NaN},
      {"id": 6, "image_id": 139, "category_id": 1, "bbox": [1, 2, 3], "area": 1, "iscrowd": 2},
      {"id": 7, "image_id": 139, "category_id": 1, "bbox": [1, null, 3, 4], "area": Infinity},
      17,
      {"id": 1, "image_id": 139, "category_id": 1, "bbox": [1, 2, 3, 4], "area": 12}
      """)
    let error = try #require(failure { () throws(DatasetError) in _ = try truth(text) })
    #expect(
      error.lines == [
        "annotations[1]: the key 'id' is missing",
        "annotations[1]: the key 'category_id' is missing",
        "annotations[3]: 'image_id' is the text '139', where a whole number is needed",
        "annotations[3]: 'category_id' is 1.5, where a whole number is needed",
        "annotations[3]: 'bbox' is [1.0, 2.0, -3.0, 4.0], of a negative size; "
          + "expected left, top, width, height",
        "annotations[3]: 'area' is -1.0, where 0 or more pixels are needed",
        "annotations[4]: 'bbox' is [1.0, 2.0, NaN, 4.0], which is beyond any image",
        "annotations[4]: 'area' is NaN, where a finite number is needed",
        "annotations[5]: 'bbox' is an array of 3, where [left, top, width, height] is needed",
        "annotations[5]: 'iscrowd' is 2, where 0 or 1 is needed",
        "annotations[6]: 'bbox' holds [1, null, 3, 4], where four numbers are needed",
        "annotations[6]: 'area' is inf, where a finite number is needed",
        "annotations[7]: is no object with keys and values",
        "annotations[2]: its image_id 140 is not among the images",
        "annotations[2]: its category_id 2 is not among the categories",
        "annotations[8]: its id 1 is used before; number annotations from 1",
      ])
    #expect("\(error)".hasPrefix(folder.path("instances.json") + ": annotations[1]: the key 'id'"))
  }

  @Test("Every bad result is named at once") func namesEveryBadResult() throws {
    let text = """
      [{"image_id": 139, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5},
       {"image_id": 139, "category_id": 1, "bbox": [1, 2, 3, 4], "score": NaN},
       {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 1},
       {"image_id": 139, "category_id": 1, "bbox": [1, 2, 3, -4], "score": "0.5"},
       {"image_id": 139, "category_id": 1}]
      """
    let error = try #require(failure { () throws(DatasetError) in _ = try results(text) })
    #expect(
      error.lines == [
        "results[1]: 'score' is NaN, where a finite number is needed",
        "results[2]: its image_id 1 is not among the annotated images",
        "results[2]: its category_id 3 is not among the categories",
        "results[3]: 'bbox' is [1.0, 2.0, 3.0, -4.0], of a negative size; "
          + "expected left, top, width, height",
        "results[3]: 'score' is the text '0.5', where a finite number is needed",
        "results[4]: the key 'bbox' is missing",
        "results[4]: the key 'score' is missing",
      ])
  }

  @Test("Problems beyond the listed ones are counted") func countsWhatItDoesNotList() throws {
    let text = instances(Array(repeating: "{}", count: 2000).joined(separator: ","))
    let error = try #require(failure { () throws(DatasetError) in _ = try truth(text) })
    #expect(error.lines.count == 1000)
    #expect("\(error)".hasSuffix("and 9980 more"))
  }

  @Test(
    "A JSON file that holds no COCO annotations is refused with the reason",
    arguments: [
      (#"[{"image_id": 1}]"#, "is a list, as results are"),
      (#"{"images": [], "categories": []}"#, "has no list of annotations"),
      (#"{}"#, "has no list of images, categories, annotations"),
      (#""text""#, "has no list of images"),
      (#"{"images": 5, "annotations": [], "categories": []}"#, "images: is 5, where a list is"),
    ])
  func refusesOtherFiles(_ text: String, _ reason: String) throws {
    let error = try #require(failure { () throws(DatasetError) in _ = try truth(text) })
    #expect("\(error)".contains(reason), "\(error)")
  }

  @Test(
    "A JSON error is reported with line and column",
    arguments: [
      ("", 1, 1), ("{", 1, 2), ("{\"images\": [\n {\"id\": 01}]}", 2, 9), ("{\"a\": 1,}", 1, 9),
      ("{\"a\": 1} x", 1, 10), ("{\"a\": tru}", 1, 7), ("{\"a\": \"b", 1, 9), ("[1, 2", 1, 6),
      ("{\"a\": .5}", 1, 7), ("{\"a\": 1.}", 1, 9), ("{\"a\": 1e}", 1, 9), ("{\"a\": -}", 1, 8),
      ("{\"a\": \"\\x\"}", 1, 9), ("{\"a\": \"\\u12g4\"}", 1, 12), ("{\"a\" 1}", 1, 6),
      ("{a: 1}", 1, 2), ("\u{1F}", 1, 1), ("{\"a\": \"\u{1}\"}", 1, 8), ("{\"a\": +1}", 1, 7),
    ])
  func saysWhereTextIsNoJSON(_ text: String, _ line: Int, _ column: Int) throws {
    let error = try #require(failure { () throws(DatasetError) in _ = try truth(text) })
    guard case .syntax(_, let foundLine, let foundColumn, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(foundLine == line)
    #expect(foundColumn == column, "\(error)")
  }

  @Test("Deeply nested JSON is refused") func refusesDepth() throws {
    let deep = String(repeating: "[", count: 100_000)
    let error = try #require(failure { () throws(DatasetError) in _ = try truth(deep) })
    #expect("\(error)".contains("nested more than 64 deep"))
  }

  @Test("A truncated file is refused wherever it ends") func refusesEveryTruncation() throws {
    let text = instances(
      #"{"id": 1, "image_id": 139, "category_id": 1, "bbox": [1, 2, 3.5, 4], "area": 1e2, "#
        + #""segmentation": [[1, 2], "a\u00e9b"]}"#)
    #expect(try truth(text).objects.count == 1)
    for end in 0..<text.utf8.count {
      let error = failure { () throws(DatasetError) in
        _ = try truth(String(decoding: text.utf8.prefix(end), as: UTF8.self))
      }
      guard case .syntax = error else {
        Issue.record("\(end) bytes: \(error.map { "\($0)" } ?? "read")")
        continue
      }
    }
  }

  @Test("Damaged files are read or refused, never a crash") func survivesDamage() throws {
    var random = SeededGenerator(seed: 5)
    let set = SyntheticSet.random(seed: 3)
    let text = Array(set.truth.cocoText.utf8)
    for _ in 0..<300 {
      var damaged = text
      for _ in 0..<3 {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        damaged[place] = UInt8.random(in: 0...255, using: &random)
      }
      try folder.file("damaged.json", Data(damaged))
      // Read or refused; whichever, it comes back.
      _ = try? GroundTruth(coco: folder.path("damaged.json"))
    }
  }

  @Test("A missing file is an error that says it cannot be read") func missingFile() throws {
    let error = failure { () throws(DatasetError) in
      _ = try GroundTruth(coco: folder.path("absent.json"))
    }
    guard case .file(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.kind == .unreadable)
  }

  /// Every decimal is read as the nearest double, as the C library does.
  @Test("Every decimal is read as the nearest double, as the C library does")
  func numbersAreRoundedRight() throws {
    var random = SeededGenerator(seed: 11)
    var texts = [
      "0", "-0", "0.1", "123456789012345678", "9007199254740993", "1e22", "1e23", "1e-22", "5e-324",
      "8.5e-20", "123456789.123456789e-9", "0.000001", "9.007199254740993e15", "1e8", "1E-400",
      "99999999999999999999e-20", "0.30000000000000004", "1.7976931348623157e-300",
    ]
    for _ in 0..<2000 {
      let digits = (0..<Int.random(in: 1...19, using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }.joined()
      texts.append("1.\(digits)e\(Int.random(in: -40...8, using: &random))")
      texts.append("\(Double.random(in: 0...1000, using: &random))")
    }
    let entries = texts.map {
      #"{"image_id": 139, "category_id": 1, "bbox": [0, 0, 1, 1], "score": \#($0)}"#
    }
    let read = try results("[\(entries.joined(separator: ","))]")
    for (text, box) in zip(texts, read.boxes) {
      #expect(
        box.score.bitPattern == Double(text)?.magnitude.bitPattern || box.score == Double(text))
    }
  }

  @Test("Results are written with sorted keys and all digits, and are read back the same")
  func writesSortedKeysAndWholeNumbers() throws {
    let set = ResultSet([
      ScoredBox(
        imageID: 139, categoryID: 1, box: ObjectBox(x: 0.1, y: -1, width: 1.0 / 3, height: 1e-5),
        score: 0.30000000000000004)
    ])
    let expected = """
      [
      {"bbox":[0.1,-1.0,0.3333333333333333,1e-05],"category_id":1,"image_id":139,\
      "score":0.30000000000000004}
      ]

      """
    #expect(set.cocoText == expected)
    let path = folder.path("out.json")
    try set.writeCOCO(to: path)
    #expect(try ResultSet(coco: path, truth: Self.truth) == set)
    #expect(ResultSet().cocoText == "[\n]\n")
    let error = failure { () throws(DatasetError) in
      try set.writeCOCO(to: folder.path("no/such/folder.json"))
    }
    guard case .file(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.kind == .unwritable)
  }
}
