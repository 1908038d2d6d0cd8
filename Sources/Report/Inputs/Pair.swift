import Evaluation

/// Something of the float model and of the INT8 model, as far as it is known.
struct Pair<Value: Sendable>: Sendable {
  /// Of the float model.
  var float: Value?
  /// Of the INT8 model.
  var int8: Value?

  /// By precision.
  subscript(precision: ModelRecord.Precision) -> Value? {
    get { precision == .int8 ? int8 : float }
    set {
      if precision == .int8 { int8 = newValue } else { float = newValue }
    }
  }

  /// Whether neither is known.
  var isEmpty: Bool { float == nil && int8 == nil }
}
