import Graph

/// One element of `darkroom.heads`.
struct HeadRecord: Codable {
  /// Extents along the rows and columns.
  struct Extents<Number: Codable>: Codable {
    let height: Number
    let width: Number
  }

  var kind: Kind
  var layer: Int
  var classes: Int
  var anchors: [[Float]]
  var grid: Extents<Int>
  var scaleXY: Float
  var nmsKind: NMSKind
  // Present where they apply.
  var output: String?
  var stride: Extents<Float>?
  var betaNMS: Float?
  var newCoords: Bool?
  var point: Point?
  var softmax: Bool?
  var side: Int?
  var num: Int?
  var sqrt: Bool?
  /// What the channels of an anchor hold, in order; absent in files of earlier versions.
  var entries: [String]?
  /// For each class its parent, -1 for a root.
  var tree: [Int]?

  enum Kind: String, Codable {
    case yolo, region, detection
    case gaussianYolo = "gaussian_yolo"
  }

  enum NMSKind: String, Codable {
    case `default`, greedynms, diounms, cornersnms
  }

  enum Point: String, Codable {
    case center
    case leftTop = "left_top"
    case rightBottom = "right_bottom"
  }

  private enum CodingKeys: String, CodingKey {
    case kind, layer, classes, anchors, grid, output, stride, softmax, side, num, sqrt, entries,
      tree
    case scaleXY = "scale_x_y"
    case nmsKind = "nms_kind"
    case betaNMS = "beta_nms"
    case newCoords = "new_coords"
    case point = "yolo_point"
  }
}

extension HeadRecord {
  /// - Parameters:
  ///   - output: the output that holds the head's tensor; nil when heads are joined.
  ///   - input: the input's extents in pixels, from which the stride follows.
  init(_ head: Head, output: String?, input: InputContract?) {
    layer = head.layer
    classes = head.classes
    anchors = head.anchors.map { [$0.width, $0.height] }
    grid = Extents(height: head.gridHeight, width: head.gridWidth)
    scaleXY = head.scaleXY
    self.output = output
    if let input, head.gridHeight > 0, head.gridWidth > 0 {
      stride = Extents(
        height: Float(input.height) / Float(head.gridHeight),
        width: Float(input.width) / Float(head.gridWidth))
    }
    switch head.suppression {
    case .greedy: nmsKind = .default
    case .greedyDistance: nmsKind = .greedynms
    case .distance(let beta): (nmsKind, betaNMS) = (.diounms, beta)
    case .corners: nmsKind = .cornersnms
    }
    entries = HeadRecord.entries(of: head.kind)
    tree = head.tree?.parents
    switch head.kind {
    case .yolo(let newCoordinates): (kind, newCoords) = (.yolo, newCoordinates)
    case .gaussianYolo(let point): (kind, self.point) = (.gaussianYolo, Point(point))
    case .region(let softmax): (kind, self.softmax) = (.region, softmax)
    case .detection(let side, let boxes, let squareRoot, let softmax):
      kind = .detection
      (self.side, num, sqrt, self.softmax) = (side, boxes, squareRoot, softmax)
    }
  }

  /// What stands in the channels of an anchor in order; of `[detection]` the parts of the vector.
  private static func entries(of kind: Head.Kind) -> [String] {
    switch kind {
    case .yolo, .region: ["x", "y", "w", "h", "objectness", "classes"]
    case .gaussianYolo:
      ["x", "sigma_x", "y", "sigma_y", "w", "sigma_w", "h", "sigma_h", "objectness", "classes"]
    case .detection: ["classes", "objectness", "boxes"]
    }
  }

  /// The head.
  ///
  /// - Throws: `ONNXError.metadata` when a value that its kind needs is absent or impossible.
  func head() throws(ONNXError) -> Head {
    var anchors: [Head.Anchor] = []
    for pair in self.anchors {
      guard pair.count == 2 else { throw problem("has an anchor that is not [width, height]") }
      anchors.append(Head.Anchor(width: pair[0], height: pair[1]))
    }
    let limit = 1 << 20
    for number in [layer, classes, grid.height, grid.width, side ?? 0, num ?? 0]
    where !(0...limit).contains(number) { throw problem("has \(number) where a count belongs") }
    var head = Head(
      layer: layer, kind: try headKind(), classes: classes, anchors: anchors,
      gridWidth: grid.width, gridHeight: grid.height, scaleXY: scaleXY,
      suppression: try suppression())
    if let parents = tree {
      guard let tree = ClassTree(parents: parents), parents.count == classes else {
        throw problem("has a tree that is none of its \(classes) classes")
      }
      head.tree = tree
    }
    return head
  }

  private func headKind() throws(ONNXError) -> Head.Kind {
    switch kind {
    case .yolo: .yolo(newCoordinates: try needed(newCoords, .newCoords))
    case .gaussianYolo: .gaussianYolo(point: try needed(point, .point).value)
    case .region: .region(softmax: try needed(softmax, .softmax))
    case .detection:
      .detection(
        side: try needed(side, .side), boxes: try needed(num, .num),
        squareRoot: try needed(sqrt, .sqrt), softmax: try needed(softmax, .softmax))
    }
  }

  private func suppression() throws(ONNXError) -> Head.Suppression {
    switch nmsKind {
    case .default: .greedy
    case .greedynms: .greedyDistance
    case .diounms: .distance(beta: try needed(betaNMS, .betaNMS))
    case .cornersnms: .corners
    }
  }

  private func needed<Value>(_ value: Value?, _ key: CodingKeys) throws(ONNXError) -> Value {
    guard let value else { throw problem("of kind \(kind.rawValue) lacks \(key.rawValue)") }
    return value
  }

  private func problem(_ text: String) -> ONNXError {
    .metadata(key: MetadataKey.heads, problem: "the head of layer \(layer) \(text)")
  }
}

extension HeadRecord.Point {
  fileprivate init(_ point: Head.BoxPoint) {
    switch point {
    case .center: self = .center
    case .leftTop: self = .leftTop
    case .rightBottom: self = .rightBottom
    }
  }

  fileprivate var value: Head.BoxPoint {
    switch self {
    case .center: .center
    case .leftTop: .leftTop
    case .rightBottom: .rightBottom
    }
  }
}
