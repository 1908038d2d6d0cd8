/// A box prior as written in the cfg: pixels of the network input in `[yolo]` and
/// `[Gaussian_yolo]`, cells of the grid in `[region]`.
public struct Anchor: Hashable, Sendable {
  /// The width.
  public let width: Float
  /// The height.
  public let height: Float
}
