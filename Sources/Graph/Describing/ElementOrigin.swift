/// Where the elements of an operation's results come from.
public enum ElementOrigin: Hashable, Sendable {
  /// From the first operand, each equally often: results hold what it holds.
  case moved
  /// From the first operand, though not all of them or not equally often, with or without a fixed
  /// number between them.
  case selected
  /// From all operands, each once.
  case joined
  /// Each is this function of the element of the first operand in its place.
  case mapped(Unary.Function)
  /// They are new numbers.
  case computed

  /// Whether results can be stored with the scale that all operands share, by the same operation.
  public var keepsScale: Bool {
    switch self {
    case .moved, .selected, .joined: true
    case .mapped, .computed: false
    }
  }
}
