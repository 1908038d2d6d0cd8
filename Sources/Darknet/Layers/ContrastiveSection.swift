/// `[contrastive]`: of no effect at inference; output a vector.
public struct ContrastiveSection: LayerSection, Hashable {
  /// The number of classes.
  public let classes: Int
  /// The `[yolo]` layer it trains with, absolute.
  public let yoloLayer: Int?
}
