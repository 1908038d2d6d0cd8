/// `[maxpool]`, `[max]`.
///
/// Output height (height + padding - size) / strideY + 1. `padding` is the total of both sides;
/// padding / 2 lies on the top and left. With `blur` the pooling has stride 1 and the strides
/// apply to the blur that follows it.
public struct MaxPoolSection: LayerSection, Hashable {
  /// Side of the window.
  public let size: Int
  /// Horizontal stride.
  public let strideX: Int
  /// Vertical stride.
  public let strideY: Int
  /// The total padding of one axis.
  public let padding: Int
  /// The fixed blur of `antialiasing`.
  public let blur: Blur?
  /// `maxpool_depth`: pooling over channels instead, to this many; output channel g is the
  /// maximum of input channels g, g + n, g + 2n, ...
  public let depthChannels: Int?
}
