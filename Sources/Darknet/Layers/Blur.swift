/// The fixed depthwise kernel of `antialiasing`; its stride is the host layer's.
public enum Blur: Hashable, Sendable {
  /// [1 2 1; 2 4 2; 1 2 1] / 16 with padding 1.
  case binomial3
  /// 2x2 of 1/4 without padding.
  case box2

  /// Side of the kernel.
  public var size: Int { self == .binomial3 ? 3 : 2 }
  /// Zeros on each side.
  public var padding: Int { self == .binomial3 ? 1 : 0 }
}
