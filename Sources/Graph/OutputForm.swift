/// What the outputs of a detector are; what follows from it is in its `layout`.
public enum OutputForm: String, Hashable, Sendable, CaseIterable {
  /// One tensor for each head: what darknet hands to its head layer.
  case raw
  /// Boxes [N, B, 4] (centre x, y, width, height, normalized to the network input) and scores
  /// [N, B, classes], all heads joined.
  case decoded
  /// As `decoded`, and the indices [M, 3] (image, class, box) that survive suppression.
  case nms
  /// As YOLOv5 exports: [N, B, 5 + classes], centre x, y, width, height in pixels of the input,
  /// objectness, class scores without it.
  case yolov5
  /// As Ultralytics exports YOLOv8 and newer: [N, 4 + classes, B], centre x, y, width, height in
  /// pixels of the input, scores.
  case yolov8
  /// [N, B, 6]: centre x, y, width, height in pixels of the input, the best score and its class. As
  /// DeepStream-Yolo's `NvDsInferParseYolo` read it at 07feae95 (June 2023).
  case deepstream
  /// The same with left, top, right, bottom, as DeepStream-Yolo reads it today: its exporters turn
  /// centres into corners (`convert_matrix`, b451b036).
  case deepstreamCorners = "deepstream-corners"
  /// As TensorRT's EfficientNMS plugin gives: the number of detections [N, 1], corners [N, K, 4] in
  /// pixels of the input, scores [N, K], classes [N, K], best first, the rest zeros.
  case efficientnms
}

/// What follows from an output form: names, how boxes are read, what the network does itself.
public struct OutputLayout: Hashable, Sendable {
  /// What the input is called where nothing else is asked for; nil for the network's own name.
  public var inputName: String?
  /// What the outputs are called where nothing else is asked for, in order; empty where there is one
  /// for each head, under its own name.
  public var outputNames: [String]
  /// Where boxes stand in the outputs; nil where they have to be decoded from raw heads.
  public var rows: BoxRows?
  /// Whether the network suppresses overlapping boxes itself.
  public var suppresses: Bool
  /// Whether what decodes computes in float32 in a float16 model: pixels of a large input, and boxes
  /// that are compared with each other, need more digits than float16 has.
  public var needsFloat32: Bool
}

extension OutputForm {
  /// What follows from the form.
  public var layout: OutputLayout {
    switch self {
    case .raw:
      OutputLayout(
        inputName: nil, outputNames: [], rows: nil, suppresses: false, needsFloat32: false)
    case .decoded:
      OutputLayout(
        inputName: nil, outputNames: ["boxes", "scores"], rows: .decoded, suppresses: false,
        needsFloat32: false)
    case .nms:
      OutputLayout(
        inputName: nil, outputNames: ["boxes", "scores", "selected"], rows: .decoded,
        suppresses: true, needsFloat32: true)
    case .yolov5:
      OutputLayout(
        inputName: "images", outputNames: ["output0"],
        rows: BoxRows(
          boxes: BoxRows.Column(0, 0),
          scores: .product(objectness: BoxRows.Column(0, 4), classes: BoxRows.Column(0, 5)),
          coding: .centers, unit: .pixels),
        suppresses: false, needsFloat32: true)
    case .yolov8:
      OutputLayout(
        inputName: "images", outputNames: ["output0"],
        rows: BoxRows(
          boxes: BoxRows.Column(0, 0), scores: .each(BoxRows.Column(0, 4)), coding: .centers,
          unit: .pixels, isTransposed: true),
        suppresses: false, needsFloat32: true)
    case .deepstream, .deepstreamCorners:
      OutputLayout(
        inputName: "input", outputNames: ["output"],
        rows: BoxRows(
          boxes: BoxRows.Column(0, 0),
          scores: .best(score: BoxRows.Column(0, 4), classIndex: BoxRows.Column(0, 5)),
          coding: self == .deepstream ? .centers : .corners, unit: .pixels),
        suppresses: false, needsFloat32: true)
    case .efficientnms:
      OutputLayout(
        inputName: "images",
        outputNames: ["num_dets", "det_boxes", "det_scores", "det_classes"],
        rows: BoxRows(
          boxes: BoxRows.Column(1, 0),
          scores: .best(score: BoxRows.Column(2, 0), classIndex: BoxRows.Column(3, 0)),
          coding: .corners, unit: .pixels, counts: 0),
        suppresses: true, needsFloat32: true)
    }
  }
}

/// Where the numbers of each box stand in the outputs of a network that decodes its boxes.
///
/// A row has what is known of one box; an output is rows [N, B, width], or [N, width, B] where it is
/// transposed.
public struct BoxRows: Hashable, Sendable {
  /// The first of the numbers in a row that belong together.
  public struct Column: Hashable, Sendable {
    /// Which output.
    public var output: Int
    /// The position in its rows.
    public var first: Int

    /// Creates a column.
    public init(_ output: Int, _ first: Int) {
      self.output = output
      self.first = first
    }
  }

  /// How the scores of classes are given.
  public enum Scores: Hashable, Sendable {
    /// One for each class.
    case each(Column)
    /// One for each class, to be multiplied by the box's objectness.
    case product(objectness: Column, classes: Column)
    /// The best one, and its class.
    case best(score: Column, classIndex: Column)
  }

  /// What lengths are measured in.
  public enum Unit: Hashable, Sendable {
    /// Parts of the input's width and height.
    case input
    /// Pixels of the input.
    case pixels
  }

  /// The four numbers of the box.
  public var boxes: Column
  /// Its scores.
  public var scores: Scores
  /// What the four numbers are.
  public var coding: BoxCoding
  /// What they are measured in.
  public var unit: Unit
  /// Whether rows stand along the last axis.
  public var isTransposed: Bool
  /// The output that states how many rows of each image count; nil where all do.
  public var counts: Int?

  /// Creates a description.
  public init(
    boxes: Column, scores: Scores, coding: BoxCoding, unit: Unit, isTransposed: Bool = false,
    counts: Int? = nil
  ) {
    self.boxes = boxes
    self.scores = scores
    self.coding = coding
    self.unit = unit
    self.isTransposed = isTransposed
    self.counts = counts
  }

  /// Boxes and scores apart, as `DecodeHeads` gives them.
  static let decoded = BoxRows(
    boxes: Column(0, 0), scores: .each(Column(1, 0)), coding: .centers, unit: .input)

  /// How many outputs it reads.
  public var outputCount: Int { (spans(classes: 1).map(\.column.output).max() ?? 0) + 1 }

  /// The numbers in a row of an output.
  public func width(ofOutput output: Int, classes: Int) -> Int {
    spans(classes: classes).filter { $0.column.output == output }
      .map { $0.column.first + $0.count }.max() ?? 0
  }

  private func spans(classes: Int) -> [(column: Column, count: Int)] {
    let rest: [(column: Column, count: Int)] =
      switch scores {
      case .each(let column): [(column, classes)]
      case .product(let objectness, let each): [(objectness, 1), (each, classes)]
      case .best(let score, let index): [(score, 1), (index, 1)]
      }
    return [(boxes, 4)] + rest
  }
}

/// What the four numbers of a box are.
public enum BoxCoding: Hashable, Sendable {
  /// Centre x, centre y, width, height.
  case centers
  /// Left, top, right, bottom.
  case corners
}
