import Foundation
import Graph
import TestSupport
import Testing
import Vision

@Suite("Decoding heads")
struct DecodingTests {
  private static let anchors: [Head.Anchor] = [
    (10, 14), (23, 27), (37, 58), (81, 82), (135, 169), (344, 319),
  ].map { Head.Anchor(width: $0.0, height: $0.1) }

  private static func golden(
    _ folder: FixtureFolder, raw: String, _ head: Head
  ) throws -> GoldenHead {
    GoldenHead(
      head: head, raw: try folder.floats(raw), activated: try #require(folder.layer(head.layer)))
  }

  private static func yolo(
    _ layer: Int, _ mask: ClosedRange<Int>, _ width: Int, _ height: Int, classes: Int,
    scaleXY: Float = 1, newCoordinates: Bool = false
  ) -> Head {
    Head(
      layer: layer, kind: .yolo(newCoordinates: newCoordinates), classes: classes,
      anchors: Array(anchors[mask]), gridWidth: width, gridHeight: height, scaleXY: scaleXY)
  }

  /// Compares with the independent decoder, everything in input pixels.
  private static func check(
    _ goldens: [GoldenHead], width: Int, height: Int, threshold: Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let placement = Placement.stretched(
      imageWidth: width, imageHeight: height, inputWidth: width, inputHeight: height)
    let decoder = BoxDecoder(
      heads: goldens.map(\.head), inputWidth: width, inputHeight: height, threshold: threshold)
    let ours = try decoder.detections(inHeads: goldens.map(\.raw), placement: placement)
    let reference = ActivatedDecoder(
      inputWidth: Double(width), inputHeight: Double(height), threshold: Double(threshold))
    let theirs = goldens.flatMap(reference.decode)
    #expect(!theirs.isEmpty, sourceLocation: sourceLocation)
    try #require(ours.count == theirs.count, sourceLocation: sourceLocation)
    var worst: Float = 0
    for (one, other) in zip(ours, theirs) {
      #expect(one.classIndex == other.classIndex, sourceLocation: sourceLocation)
      // Sums of a few 24-bit products; positions are up to 416 times larger than scores.
      func error(_ value: Float, _ expected: Float) -> Float {
        abs(value - expected) / max(1, abs(expected))
      }
      worst = max(worst, error(one.score, other.score), error(one.box.x, other.box.x))
      worst = max(worst, error(one.box.y, other.box.y), error(one.box.width, other.box.width))
      worst = max(worst, error(one.box.height, other.box.height))
    }
    #expect(worst < 1e-4, sourceLocation: sourceLocation)
  }

  @Test(
    "Heads of real models give the boxes of darknet's own head layers",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: ["dog", "person"])
  func models(image: String) throws {
    let v4 = try Fixtures.folder("models/yolov4-tiny/golden-\(image)")
    let v4Heads = [
      try Self.golden(
        v4, raw: "layer_029.f32", Self.yolo(30, 3...5, 13, 13, classes: 80, scaleXY: 1.05)),
      try Self.golden(
        v4, raw: "layer_036.f32", Self.yolo(37, 1...3, 26, 26, classes: 80, scaleXY: 1.05)),
    ]
    let v3 = try Fixtures.folder("models/yolov3-tiny/golden-\(image)")
    let v3Heads = [
      try Self.golden(v3, raw: "layer_015.f32", Self.yolo(16, 3...5, 13, 13, classes: 80)),
      try Self.golden(v3, raw: "layer_022.f32", Self.yolo(23, 0...2, 26, 26, classes: 80)),
    ]
    // Given in cells of 32 pixels.
    let priors: [(Float, Float)] = [
      (0.57273, 0.677385), (1.87446, 2.06253), (3.33843, 5.47434), (7.88282, 3.52778),
      (9.77052, 9.16828),
    ]
    let v2Heads = [
      try Self.golden(
        Fixtures.folder("models/yolov2-tiny/golden-\(image)"), raw: "layer_014.f32",
        Head(
          layer: 15, kind: .region(softmax: true), classes: 80,
          anchors: priors.map { Head.Anchor(width: $0.0 * 32, height: $0.1 * 32) }, gridWidth: 13,
          gridHeight: 13))
    ]
    for goldens in [v4Heads, v3Heads, v2Heads] {
      for threshold: Float in [0.001, 0.01, 0.25] {
        try Self.check(goldens, width: 416, height: 416, threshold: threshold)
      }
    }
  }

  @Test(
    "Heads of every kind give the boxes of darknet's own head layers",
    arguments: [-1, 0, 0.1, 0.2] as [Float])
  func conformance(threshold: Float) throws {
    func check(_ name: String, _ head: Head, width: Int = 32, height: Int = 24) throws {
      let golden = try Self.golden(
        ConformanceNetwork(name).folder, raw: "layer_001.f32", head)
      try Self.check([golden], width: width, height: height, threshold: threshold)
    }
    try check("yolo_v3", Self.yolo(2, 0...2, 16, 12, classes: 3))
    try check(
      "yolo_new_coords",
      Self.yolo(2, 0...2, 16, 12, classes: 3, scaleXY: 2, newCoordinates: true))
    try check(
      "gaussian_yolo",
      Head(
        layer: 2, kind: .gaussianYolo(point: .center), classes: 3,
        anchors: Array(Self.anchors[0...2]), gridWidth: 16, gridHeight: 12, scaleXY: 1.1))
    for (name, softmax) in [("region_v2", true), ("region_logistic_classes", false)] {
      let priors = [Head.Anchor(width: 2.16, height: 2.38), Head.Anchor(width: 6.84, height: 8.82)]
      try check(
        name,
        Head(
          layer: 2, kind: .region(softmax: softmax), classes: 3, anchors: priors, gridWidth: 16,
          gridHeight: 12))
    }
    try check(
      "detection_v1",
      Head(
        layer: 2, kind: .detection(side: 7, boxes: 2, squareRoot: true, softmax: false),
        classes: 3, anchors: [], gridWidth: 7, gridHeight: 7), width: 28, height: 28)
  }

  @Test(
    "yolov4-tiny's heads on the dog image give dog, bicycle and a vehicle where they are",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func dog() throws {
    let folder = try Fixtures.folder("models/yolov4-tiny/golden-dog")
    let heads = [
      Self.yolo(30, 3...5, 13, 13, classes: 80, scaleXY: 1.05),
      Self.yolo(37, 1...3, 26, 26, classes: 80, scaleXY: 1.05),
    ]
    let outputs = [
      try folder.floats("layer_029.f32"), try folder.floats("layer_036.f32"),
    ]
    let processing = Postprocessing(
      decoder: BoxDecoder(heads: heads, inputWidth: 416, inputHeight: 416, threshold: 0.25),
      suppression: NonMaximumSuppression(threshold: 0.45))
    let placement = Placement.letterboxed(
      imageWidth: 768, imageHeight: 576, inputWidth: 416, inputHeight: 416)
    let found = try processing.detections(in: outputs, form: .raw, placement: placement)
    func overlap(_ classIndex: Int, _ box: Box) -> Float {
      found.filter { $0.classIndex == classIndex }.map { $0.box.intersectionOverUnion(box) }.max()
        ?? 0
    }
    // Boxes drawn by eye.
    #expect(overlap(16, Box(x: 130, y: 222, width: 182, height: 320)) > 0.8)
    #expect(overlap(1, Box(x: 122, y: 130, width: 447, height: 292)) > 0.7)
    let vehicle = Box(x: 468, y: 76, width: 224, height: 96)
    #expect(max(overlap(2, vehicle), overlap(7, vehicle)) > 0.7)
    #expect(found.count <= 6)
    for detection in found {
      #expect(detection.box.x >= 0 && detection.box.right <= 768)
      #expect(detection.box.y >= 0 && detection.box.bottom <= 576)
    }
  }

  /// A head of one cell and one anchor of 20 x 10 pixels in an input of 100 x 50.
  private static func single(_ kind: Head.Kind, classes: Int) -> BoxDecoder {
    BoxDecoder(
      heads: [
        Head(
          layer: 3, kind: kind, classes: classes, anchors: [.init(width: 20, height: 10)],
          gridWidth: 1, gridHeight: 1)
      ], inputWidth: 100, inputHeight: 50, threshold: 0.3)
  }

  private static let placement = Placement.stretched(
    imageWidth: 100, imageHeight: 50, inputWidth: 100, inputHeight: 50)

  @Test("The predicted point of a Gaussian box can be a corner")
  func corners() throws {
    // x, y in the middle, the anchor's size, sigmas near 0, sure of object and class.
    let values: [Float] = [0, -20, 0, -20, 0, -20, 0, -20, 20, 20]
    for (point, x, y) in [
      (Head.BoxPoint.center, Float(40), Float(20)), (.leftTop, 50, 25), (.rightBottom, 30, 15),
    ] {
      let found = try Self.single(.gaussianYolo(point: point), classes: 1)
        .detections(inHeads: [values], placement: Self.placement)
      #expect(found.map(\.box) == [Box(x: x, y: y, width: 20, height: 10)])
    }
  }

  @Test("Scores must be greater than the threshold, and each class above it counts")
  func threshold() throws {
    let decoder = Self.single(.yolo(newCoordinates: true), classes: 3)
    let found = try decoder.detections(
      inHeads: [[0.5, 0.5, 0.5, 0.5, 0.5, 0.6, 0.625, 1]], placement: Self.placement)
    #expect(found.map(\.classIndex) == [1, 2])
    // 0.5 * 0.6 is 0.3 and not above it; objectness at the threshold is not above it either.
    let weak = try decoder.detections(
      inHeads: [[0.5, 0.5, 0.5, 0.5, 0.3, 2, 2, 2]], placement: Self.placement)
    #expect(weak.isEmpty)
  }

  @Test("Raw class scores of a region head may lift a low objectness over the threshold")
  func rawClasses() throws {
    // logistic(-2) is 0.119.
    let found = try Self.single(.region(softmax: false), classes: 2)
      .detections(inHeads: [[0, 0, 0, 0, -2, 5, 1]], placement: Self.placement)
    #expect(found.map(\.classIndex) == [0])
  }

  @Test("Predictions that are not numbers or overflow are left out")
  func notFinite() throws {
    let decoder = Self.single(.yolo(newCoordinates: false), classes: 1)
    let predictions: [[Float]] = [
      [.nan, 0, 0, 0, 9, 9], [0, 0, 200, 0, 9, 9], [0, 0, 0, .infinity, 9, 9],
      [0, 0, 0, 0, .nan, 9], [0, 0, 0, 0, 9, .nan],
    ]
    for values in predictions {
      #expect(try decoder.detections(inHeads: [values], placement: Self.placement).isEmpty)
    }
  }

  @Test("Each image of a batch has its own detections")
  func batch() throws {
    let decoder = Self.single(.yolo(newCoordinates: false), classes: 1)
    let batch: [Float] = [0, 0, 0, 0, -9, 9] + [0, 0, 0, 0, 9, 9]
    #expect(
      try decoder.detections(inHeads: [batch], image: 0, placement: Self.placement).isEmpty)
    let second = try decoder.detections(inHeads: [batch], image: 1, placement: Self.placement)
    #expect(second.map(\.box) == [Box(x: 40, y: 20, width: 20, height: 10)])
    #expect(throws: BoxDecodingError.imageIndex(2, count: 2)) {
      try decoder.detections(inHeads: [batch], image: 2, placement: Self.placement)
    }
  }

  @Test("Boxes decoded by the network are scaled to the image")
  func decoded() throws {
    var head = Self.single(.yolo(newCoordinates: false), classes: 2).heads[0]
    head.gridWidth = 2
    let decoder = BoxDecoder(heads: [head], inputWidth: 100, inputHeight: 100, threshold: 0.3)
    let boxes: [Float] = [0.5, 0.5, 0.2, 0.1, 0.25, 0.75, 0.5, 0.5]
    let scores: [Float] = [0.9, 0.3, 0.1, 0.31]
    let placement = Placement.letterboxed(
      imageWidth: 200, imageHeight: 100, inputWidth: 100, inputHeight: 100)
    let rows = try #require(OutputForm.decoded.layout.rows)
    let found = try decoder.detections(in: [boxes, scores], rows: rows, placement: placement)
    #expect(
      found == [
        Detection(classIndex: 0, score: 0.9, box: Box(x: 80, y: 40, width: 40, height: 20)),
        Detection(classIndex: 1, score: 0.31, box: Box(x: 0, y: 50, width: 100, height: 100)),
      ])
    let clipped = try Postprocessing(
      decoder: decoder, suppression: NonMaximumSuppression(threshold: 0.45)
    ).detections(in: [boxes, scores], form: .decoded, placement: placement)
    #expect(clipped.last?.box == Box(x: 0, y: 50, width: 100, height: 50))
    #expect(throws: BoxDecodingError.self) {
      try decoder.detections(in: [boxes, [0.9]], rows: rows, placement: placement)
    }
  }

  @Test("Boxes are read from every layout of rows, and rows that do not fit are refused")
  func layouts() throws {
    var head = Self.single(.yolo(newCoordinates: false), classes: 2).heads[0]
    head.gridWidth = 2
    let decoder = BoxDecoder(heads: [head], inputWidth: 100, inputHeight: 100, threshold: 0.3)
    let placement = Placement.stretched(
      imageWidth: 200, imageHeight: 100, inputWidth: 100, inputHeight: 100)
    // Two boxes: the second class of the first, the first class of the second.
    let outputs: [OutputForm: [[Float]]] = [
      .yolov5: [[50, 50, 20, 10, 0.5, 0.5, 1, 25, 75, 50, 50, 1, 0.75, 0.25]],
      .yolov8: [[50, 25, 50, 75, 20, 50, 10, 50, 0.25, 0.75, 0.5, 0.25]],
      .deepstream: [[50, 50, 20, 10, 0.5, 1, 25, 75, 50, 50, 0.75, 0]],
      .deepstreamCorners: [[40, 45, 60, 55, 0.5, 1, 0, 50, 50, 100, 0.75, 0]],
      .efficientnms: [
        [2], [40, 45, 60, 55, 0, 50, 50, 100, 0, 0, 0, 0], [0.5, 0.75, 0.9], [1, 0, 0],
      ],
    ]
    for (form, values) in outputs {
      let rows = try #require(form.layout.rows)
      let found = try decoder.detections(in: values, rows: rows, placement: placement)
      #expect(
        found == [
          Detection(classIndex: 1, score: 0.5, box: Box(x: 80, y: 45, width: 40, height: 10)),
          Detection(classIndex: 0, score: 0.75, box: Box(x: 0, y: 50, width: 100, height: 50)),
        ], "\(form)")
      for wrong in [values.map { $0.dropLast() }, values.dropLast(), values.map { _ in [] }] {
        #expect(throws: BoxDecodingError.self, "\(form)") {
          try decoder.detections(in: Array(wrong.map(Array.init)), rows: rows, placement: placement)
        }
      }
      #expect(throws: BoxDecodingError.imageIndex(1, count: 1)) {
        try decoder.detections(in: values, rows: rows, image: 1, placement: placement)
      }
    }
    // Classes that there are not, and more rows than there are.
    let rows = try #require(OutputForm.efficientnms.layout.rows)
    let hostile: [[Float]] = [[9], [0, 0, 9, 9, 0, 0, 9, 9], [0.9, 0.9], [-1, .nan]]
    #expect(try decoder.detections(in: hostile, rows: rows, placement: placement).isEmpty)
  }

  @Test("An image is given to a network as the network takes it")
  func inputForms() {
    var input = InputContract(width: 2, height: 1, channels: 3)
    let image = NetworkInput(
      values: [0, 1, 2, 3, 4, 5].map { Float($0) / 255 },
      placement: .stretched(imageWidth: 2, imageHeight: 1, inputWidth: 2, inputHeight: 1))
    #expect(image.given(to: input) == image.values)
    input.form = InputForm(numbers: .uint8)
    #expect(image.given(to: input) == [0, 1, 2, 3, 4, 5])
    input.form = InputForm(numbers: .uint8, axes: .nhwc)
    #expect(image.given(to: input) == [0, 2, 4, 1, 3, 5])
    input.form = InputForm(numbers: .uint8, order: .bgr)
    #expect(image.given(to: input) == [4, 5, 2, 3, 0, 1])
    input.form = InputForm(order: .bgr, axes: .nhwc)
    #expect(image.given(to: input) == [4, 2, 0, 5, 3, 1].map { Float($0) / 255 })
  }

  @Test("Tensors that do not fit the heads are errors that name the layer")
  func errors() {
    let decoder = Self.single(.yolo(newCoordinates: false), classes: 1)
    #expect(throws: BoxDecodingError.tensorCount(found: 2, expected: 1)) {
      try decoder.detections(inHeads: [[], []], placement: Self.placement)
    }
    for count in [0, 5, 7] {
      #expect(throws: BoxDecodingError.tensorSize(layer: 3, found: count, perPicture: 6)) {
        try decoder.detections(
          inHeads: [Array(repeating: 0, count: count)], placement: Self.placement)
      }
    }
    var broken = decoder
    broken.heads[0].gridWidth = .max
    #expect(throws: BoxDecodingError.malformedHead(layer: 3)) {
      try broken.detections(inHeads: [[1, 2, 3]], placement: Self.placement)
    }
  }
}
