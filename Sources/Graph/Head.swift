/// One detection head: how the tensor that darknet hands to its head layer becomes boxes.
///
/// Shapes and formulas: https://github.com/AlexeyAB/darknet at 59596d78, `yolo_layer.c`,
/// `gaussian_yolo_layer.c`, `region_layer.c`, `detection_layer.c`.
public struct Head: Hashable, Sendable {
  /// The darknet layer type that reads the tensor.
  public enum Kind: Hashable, Sendable {
    /// `[yolo]`: per anchor x, y, w, h, objectness, classes.
    ///
    /// With `newCoordinates` the preceding convolution has applied the logistic function already
    /// and w, h are decoded as (2w)^2, (2h)^2 times the anchor.
    case yolo(newCoordinates: Bool)
    /// `[Gaussian_yolo]`: per anchor x, σx, y, σy, w, σw, h, σh, objectness, classes.
    case gaussianYolo(point: BoxPoint)
    /// `[region]`: per anchor x, y, w, h, objectness, classes.
    ///
    /// With `softmax` the class scores pass through a softmax, otherwise they are used raw.
    case region(softmax: Bool)
    /// `[detection]` (YOLOv1): class scores, objectness and boxes of a `side` x `side` grid.
    ///
    /// With `squareRoot` the stored sizes are square roots; with `softmax` the class scores of a
    /// cell pass through a softmax.
    case detection(side: Int, boxes: Int, squareRoot: Bool, softmax: Bool)
  }

  /// Which point of the box the predicted x, y are.
  public enum BoxPoint: String, Hashable, Sendable, CaseIterable {
    case center, leftTop, rightBottom
  }

  /// The width and height of a box prior, in pixels of the network input.
  public struct Anchor: Hashable, Sendable {
    /// Pixels.
    public var width: Float
    /// Pixels.
    public var height: Float

    /// Creates an anchor.
    public init(width: Float, height: Float) {
      self.width = width
      self.height = height
    }
  }

  /// How overlapping boxes are suppressed, as the cfg asks (`nms_kind`).
  public enum Suppression: Hashable, Sendable {
    /// Greedy by intersection over union.
    case greedy
    /// `greedynms`: IoU less (centre distance squared / enclosing diagonal squared)^0.6.
    case greedyDistance
    /// `diounms`: the same with `beta` as exponent.
    case distance(beta: Float)
    /// `cornersnms`: as `greedy`.
    case corners
  }

  /// The darknet layer index of the head.
  public var layer: Int
  /// The layer type and its options.
  public var kind: Kind
  /// The number of classes.
  public var classes: Int
  /// The anchors of this head, already picked by the mask; empty for `[detection]`.
  public var anchors: [Anchor]
  /// The columns of the grid.
  public var gridWidth: Int
  /// The rows of the grid.
  public var gridHeight: Int
  /// `scale_x_y`: x and y within a cell are stretched about the cell's centre by this factor.
  public var scaleXY: Float
  /// How the cfg wants overlapping boxes suppressed.
  public var suppression: Suppression
  /// The tree of the classes, each group of which has a softmax of its own; nil for classes that exclude
  /// each other, or do not.
  public var tree: ClassTree?

  /// Creates a head.
  public init(
    layer: Int, kind: Kind, classes: Int, anchors: [Anchor], gridWidth: Int, gridHeight: Int,
    scaleXY: Float = 1, suppression: Suppression = .greedy
  ) {
    self.layer = layer
    self.kind = kind
    self.classes = classes
    self.anchors = anchors
    self.gridWidth = gridWidth
    self.gridHeight = gridHeight
    self.scaleXY = scaleXY
    self.suppression = suppression
  }

  /// The number of boxes the head predicts for each image.
  public var boxCount: Int {
    if case .detection(let side, let boxes, _, _) = kind { return side * side * boxes }
    return anchors.count * gridWidth * gridHeight
  }
}
