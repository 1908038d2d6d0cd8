import Evaluation
import Foundation
import TestSupport
import Testing
import Vision

/// Folders of darknet's labels and of Pascal VOC's annotations.
struct LabelFolderTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func image(_ name: String, width: Int = 40, height: Int = 20) throws {
    let image = try Image(
      width: width, height: height, pixels: Array(repeating: 9, count: width * height * 3))
    try folder.file("images/\(name)")
    try image.write(to: folder.path("images/\(name)"))
  }

  private func darknet(_ names: [String] = ["cat", "dog"]) throws(DatasetError) -> GroundTruth {
    try GroundTruth(
      darknetLabels: folder.path("labels"), images: folder.path("images"), names: names)
  }

  @Test("Label folders of darknet are read") func readsDarknetLabels() throws {
    try image("b.png")
    try image("a.jpg", width: 100, height: 50)
    try image("c.jpg")
    try folder.file("labels/a.txt", "1 0.5 0.5 0.2 0.4\r\n\n0\t0.25 0.5 0.5 1.0")
    try folder.file("labels/b.txt", "")
    try folder.file("labels/classes.txt", "cat\ndog\n")
    let truth = try darknet()
    #expect(
      truth.images == [
        .init(id: 1, fileName: "a.jpg"), .init(id: 2, fileName: "b.png"),
        .init(id: 3, fileName: "c.jpg"),
      ])
    #expect(truth.categories == [.init(id: 1, name: "cat"), .init(id: 2, name: "dog")])
    #expect(
      truth.objects == [
        .init(
          id: 1, imageID: 1, categoryID: 2, box: ObjectBox(x: 40, y: 15, width: 20, height: 20),
          area: 400),
        .init(
          id: 2, imageID: 1, categoryID: 1, box: ObjectBox(x: 0, y: 0, width: 50, height: 50),
          area: 2500),
      ])
  }

  @Test("Every bad line is named at once") func namesEveryBadLine() throws {
    try image("a.png")
    try image("b.png")
    try image("b.jpg")
    try folder.file(
      "labels/a.txt",
      """
      0 0.5 0.5 0.2 0.4
      2 0.5 0.5 0.2 0.4
      cat 0.5 0.5 0.2 0.4
      0 0.5 0.5 0.2
      0 0.1 0.1 0.2 0.1 0.2 0.2
      0 0.5 x 0.2 0.4
      0 0.5 nan 0.2 0.4
      0 320 240 20 40
      0 0.5 0.5 -0.001 0.4
      """)
    let error = try #require(failure { () throws(DatasetError) in _ = try darknet() })
    #expect(
      error.lines == [
        "a.txt:2: has the class '2', where 0 to 1 are named",
        "a.txt:3: has the class 'cat', where 0 to 1 are named",
        "a.txt:4: holds 4 fields, where class, x, y, width and height are needed",
        "a.txt:5: holds 7 fields, where class, x, y, width and height are needed",
        "a.txt:6: holds something other than numbers: '0 0.5 x 0.2 0.4'",
        "a.txt:7: holds something other than numbers: '0 0.5 nan 0.2 0.4'",
        "a.txt:8: holds '0 320 240 20 40', where parts of the image's sides, 0 to 1, are needed",
        "a.txt:9: holds '0 0.5 0.5 -0.001 0.4', where parts of the image's sides, 0 to 1, "
          + "are needed",
        "b.png: has the same labels as b.jpg; let images differ in their names",
      ])
  }

  @Test("A folder without labels is refused") func refusesFoldersWithoutLabels() throws {
    try folder.file("labels/other.txt", "0 0.5 0.5 0.2 0.4")
    try folder.file("images/readme.md", "")
    let empty = try #require(failure { () throws(DatasetError) in _ = try darknet() })
    #expect("\(empty)".hasSuffix("holds no images"))
    try image("a.png")
    let unlabelled = try #require(failure { () throws(DatasetError) in _ = try darknet() })
    #expect("\(unlabelled)".contains("is it the folder of the labels?"))
    try folder.file("labels/a.txt", "0 0.5 0.5 0.2 0.4")
    try folder.file("images/a.png", "no image")
    guard case .image = failure({ () throws(DatasetError) in _ = try darknet() }) else {
      Issue.record("a broken image has no size")
      return
    }
  }

  @Test("Images in folders of the folder have their labels in the same folders of the other one")
  func nestedFolders() throws {
    try image("val2017/a.png")
    try image("val2017/deep/a.bmp.png")
    try image("other/c.png")
    try folder.file("labels/val2017/a.txt", "1 0.5 0.5 0.5 0.5\n")
    try folder.file("labels/val2017/deep/a.bmp.txt", "0 0.5 0.5 0.5 0.5\n")
    try folder.file("labels/a.txt", "0 0.5 0.5 0.5 0.5\n")
    let truth = try darknet()
    #expect(
      truth.images.map(\.fileName) == ["other/c.png", "val2017/a.png", "val2017/deep/a.bmp.png"])
    #expect(truth.objects.map(\.imageID) == [2, 3] && truth.objects.map(\.categoryID) == [2, 1])
    #expect(truth.unlabelled == ["other/c.png"])
  }

  @Test(
    "Labels are where darknet looks for them, or beside the image",
    arguments: [
      ("/d/images/val2017/a.jpg", "/d/labels/val2017/a.txt"),
      ("VOC2007/JPEGImages/a.jpeg", "VOC2007/labels/a.txt"),
      ("images/x/images/a.png", "images/x/labels/a.txt"), ("images/a.png", "labels/a.txt"),
      ("my-images/a.b.png", "my-images/a.b.txt"), ("a.png", "a.txt"),
      ("d/images/beside.png", "d/images/beside.txt"),
    ])
  func darknetPlaces(image: String, labels: String) throws {
    let root = folder.path(".")
    let isAbsolute = image.hasPrefix("/")
    let path = isAbsolute ? root + image : root + "/" + image
    let expected = isAbsolute ? root + labels : root + "/" + labels
    #expect(DarknetImage(name: image, path: path).labels == nil)
    try folder.file(isAbsolute ? String(labels.dropFirst()) : labels, "")
    #expect(DarknetImage(name: image, path: path).labels == expected)
  }

  private func voc(_ names: [String] = []) throws(DatasetError) -> GroundTruth {
    try GroundTruth(voc: folder.path("voc"), names: names)
  }

  @Test("Pascal VOC annotations are read") func readsVOCAnnotations() throws {
    try folder.file(
      "voc/2.xml",
      """
      \u{FEFF}<?xml version="1.0" encoding="utf-8"?>
      <!-- made by <hand> -->
      <annotation verified="a > b">
        <filename>2 &amp; a.jpg</filename>
        <size><width>100</width><height>50</height><depth>3</depth></size>
        <object>
          <name><![CDATA[dog]]></name><difficult>1</difficult>
          <part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>
          <bndbox><xmin>11</xmin><ymin>1</ymin><xmax>30.5</xmax><ymax> 10 </ymax></bndbox>
        </object>
        <segmented/>
      </annotation>
      <!-- end -->

      """)
    try folder.file(
      "voc/1.xml",
      "<annotation><filename>1.png</filename><object><name>c&#97;&#x74;</name><bndbox>"
        + "<ymax>4</ymax><xmin>1</xmin><xmax>3</xmax><ymin>2</ymin></bndbox></object></annotation>")
    let truth = try voc()
    #expect(
      truth.images == [.init(id: 1, fileName: "1.png"), .init(id: 2, fileName: "2 & a.jpg")])
    #expect(truth.categories == [.init(id: 1, name: "cat"), .init(id: 2, name: "dog")])
    #expect(
      truth.objects == [
        .init(
          id: 1, imageID: 1, categoryID: 1, box: ObjectBox(x: 0, y: 1, width: 3, height: 3),
          area: 9),
        .init(
          id: 2, imageID: 2, categoryID: 2, box: ObjectBox(x: 10, y: 0, width: 20.5, height: 10),
          area: 205, treatment: .ignored),
      ])
    #expect(try voc(["dog", "bird", "cat"]).objects.map(\.categoryID) == [3, 1])
  }

  @Test("Every bad object is named at once") func namesEveryBadObject() throws {
    try folder.file(
      "voc/a.xml",
      """
      <annotation><filename>a.jpg</filename>
      <object><name>cat</name></object>
      <object><bndbox><xmin>1</xmin><ymin>x</ymin><xmax>3</xmax></bndbox></object>
      <object><name>cow</name><difficult>2</difficult>
        <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>3</ymax></bndbox></object>
      <object><name>cat</name>
        <bndbox><xmin>9</xmin><ymin>1</ymin><xmax>3</xmax><ymax>3</ymax></bndbox></object>
      </annotation>
      """)
    try folder.file("voc/b.xml", "<annotations/>")
    try folder.file("voc/c.xml", "<annotation><object></annotation>")
    try folder.file("voc/d.xml", "<annotation><filename>a.jpg</filename>")
    try folder.file("voc/e.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><annotation/>")
    try folder.file("voc/f.xml", "<annotation>\n&b;</annotation>")
    try folder.file("voc/g.xml", "{}")
    try folder.file("voc/h.xml", String(repeating: "<a>", count: 100_000))
    try folder.file("voc/i.xml", "<annotation/>")
    let error = try #require(failure { () throws(DatasetError) in _ = try voc(["cat"]) })
    #expect(
      error.lines == [
        "a.xml:2: the object has no <bndbox>",
        "a.xml:3: the object has no <name>",
        "a.xml:3: <ymin> is 'x', where a number is needed",
        "a.xml:3: <ymax> is missing, where a number is needed",
        "a.xml:4: <difficult> is '2', where 0 or 1 is needed",
        "a.xml:6: the box is [8.0, 0.0, -5.0, 3.0], of a negative size; "
          + "expected left, top, width, height",
        "b.xml:1: begins with <annotations>, where <annotation> is needed",
        "c.xml:1: </annotation> ends <object> of line 1",
        "d.xml:1: <annotation> of line 1 does not end; the file may be cut short",
        "e.xml:1: has a document type, which annotations do not need; remove it",
        "f.xml:2: '&b' is no known entity; '&' is &amp;",
        "g.xml:1: expected an element but found '{'; is it XML?",
        "h.xml:1: elements are nested more than 32 deep",
        "i.xml:1: has no <filename>, the name of the image's file",
        "a.xml:4: 'cow' is not among the class names",
      ])
  }

  /// The images of the embedded detector, with annotations in three forms.
  @Test("COCO, VOC and darknet annotations give the same metrics") func formsGiveTheSameMetrics()
    throws
  {
    let shapes = Fixtures.root.appendingPathComponent("Images/shapes").path
    let coco = try GroundTruth(coco: shapes + "/instances_validation.json")
    let names = coco.categories.map(\.name)
    for (position, image) in coco.images.enumerated() {
      let name = try #require(image.fileName)
      let pixels = try Image(contentsOf: "\(shapes)/validation/\(name)")
      let (width, height) = (Double(pixels.width), Double(pixels.height))
      let objects = coco.objects.filter { $0.imageID == image.id }.map { object in
        (coco.categories.firstIndex { $0.id == object.categoryID } ?? -1, object.box)
      }
      let lines = objects.map { label, box in
        "\(label) \((box.x + box.width / 2) / width) \((box.y + box.height / 2) / height) "
          + "\(box.width / width) \(box.height / height)\n"
      }
      let elements = objects.map { label, box in
        "<object><name>\(names[label])</name><bndbox><xmin>\(box.x + 1)</xmin>"
          + "<ymin>\(box.y + 1)</ymin><xmax>\(box.x + box.width)</xmax>"
          + "<ymax>\(box.y + box.height)</ymax></bndbox></object>\n"
      }
      let stem = name.prefix { $0 != "." }
      try folder.file("labels/\(stem).txt", lines.joined())
      try folder.file(
        "voc/\(stem).xml",
        "<annotation><filename>\(name)</filename>\(elements.joined())</annotation>")
      #expect(image.id == position + 1)
    }
    var random = SeededGenerator(seed: 2)
    let results = ResultSet(
      coco.objects.map { object in
        var box = object.box
        box.x += .random(in: -8...8, using: &random)
        return ScoredBox(
          imageID: object.imageID, categoryID: object.categoryID, box: box,
          score: .random(in: 0...1, using: &random))
      })
    let expected = DetectionEvaluation(EvaluationShard(truth: coco, results: results)).metrics
    #expect((0.1...0.9).contains(expected.ap))
    let darknet = try GroundTruth(
      darknetLabels: folder.path("labels"), images: shapes + "/validation", names: names)
    for truth in [darknet, try voc(names)] {
      #expect(truth.images == coco.images)
      #expect(truth.objects.count == coco.objects.count)
      let found = DetectionEvaluation(EvaluationShard(truth: truth, results: results)).metrics
      // Parts of the sides are not exact, so overlaps move by a rounding or two.
      #expect(zip(found.list, expected.list).allSatisfy { abs($0 - $1) < 1e-9 }, "\(found)")
    }
  }
}
