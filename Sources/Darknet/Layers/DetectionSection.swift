/// `[detection]`, the head of YOLOv1: side² · classes scores, side² · boxes objectness values,
/// side² · boxes · coordinates; output a vector of as many values.
public struct DetectionSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The number of coordinates of a box.
  public let coordinates: Int
  /// `num`: boxes of each cell.
  public let boxes: Int
  /// Cells of one side of the grid.
  public let side: Int
  /// Whether class scores of a cell pass through a softmax.
  public let softmax: Bool
  /// `sqrt`: sizes are stored as square roots.
  public let squareRoot: Bool
}
