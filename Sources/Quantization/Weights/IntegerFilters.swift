/// Filters and biases as integers whose sums fit in 32 bits.
public struct IntegerFilters: Hashable, Sendable {
  /// The filters, with larger scales than asked for where sums would not have fitted.
  public var filters: QuantizedFilters
  /// The biases in units of input scale · filter scale.
  public var biases: [Int32]
  /// The channels (or 0 for the whole tensor, where it has one scale) whose scale was raised.
  public var raised: [Raised]

  /// A scale that was raised.
  public struct Raised: Hashable, Sendable {
    /// The output channel; 0 where the tensor has one scale.
    public let channel: Int
    /// The scale asked for.
    public let before: Float
    /// The scale taken.
    public let after: Float
  }
}
