/// A picture as a network takes it.
public struct NetworkInput: Hashable, Sendable {
  /// Values 0 to 1, [C, H, W].
  public var values: [Float]
  /// Where the picture lies in the input, to bring boxes back.
  public var placement: Placement
}
