/// How factors above 0, one for each channel (axis 1) of each value, pass through an operation.
///
/// A relation says which channels of operands and results must have the same factor, so that the
/// results are those without factors, multiplied with theirs.
public enum ChannelRelation: Hashable, Sendable {
  /// Filters and bias can take up any factors of the operand's and the result's channels.
  case absorbed(groups: Int)
  /// Every channel of a result has the factor of the same channel of each of these operands; the
  /// other operands have the factor 1.
  case kept(from: [Int])
  /// Each result has the channels of the first operand that begin at these.
  case cut(starts: [Int])
  /// The result has the channels of all operands one after the other.
  case joined
  /// The result has the operand's channels behind this many that are 0.
  case padded(before: Int)
  /// The same elements in the same order in channels of another size.
  case regrouped
  /// Channels are mixed, or the operation is not linear in them: all factors are 1.
  case mixed
}

extension Operation {
  /// `positive` where an axis, counted from whichever end, is that of the channels, else what keeps
  /// the channels of the given operands.
  func channels(
    along axis: Int, of type: TensorType?, _ positive: ChannelRelation,
    keeping operands: [Int] = [0]
  ) -> ChannelRelation {
    guard let rank = type?.shape.rank else { return .mixed }
    return (axis < 0 ? axis + rank : axis) == 1 ? positive : .kept(from: operands)
  }
}
