import Evaluation
import Files
import Graph
import Text

/// Which model something is of.
enum Side: Hashable, Sendable {
  case float
  case int8
  /// A file that does not say.
  case file(String)

  /// What people read.
  var label: String {
    switch self {
    case .float: "float"
    case .int8: "INT8"
    case .file(let name): name
    }
  }

  /// The class its marks have in the style sheet.
  var styleClass: String { self == .int8 ? "int8" : "float" }

  /// By precision.
  init(_ precision: Precision) {
    self = precision == .int8 ? .int8 : .float
  }
}

/// Something of the float model and of the INT8 model, as far as it is known.
struct Pair<Value: Sendable>: Sendable {
  /// Of the float model.
  var float: Value?
  /// Of the INT8 model.
  var int8: Value?

  /// By precision.
  subscript(precision: Precision) -> Value? {
    get { precision == .int8 ? int8 : float }
    set {
      if precision == .int8 { int8 = newValue } else { float = newValue }
    }
  }

  /// Whether neither is known.
  var isEmpty: Bool { float == nil && int8 == nil }
}

/// A value with the model it is of.
struct Sided<Value: Sendable>: Sendable {
  /// The model.
  var side: Side
  /// The file it was read from.
  var source: String
  /// The value.
  var value: Value

  /// The float model's first, else in the order that was given.
  static func floatFirst(_ values: [Sided]) -> [Sided] {
    guard values.count == 2, values[0].side == .int8 || values[1].side == .float else {
      return values
    }
    return values.reversed()
  }

  /// Adds a value; there is room for two of different models.
  static func add(
    _ value: Value, _ precision: Precision?, _ path: String, _ kind: InputKind,
    to values: inout [Sided]
  ) throws(InputProblem) {
    let side = precision.map(Side.init) ?? .file(Folder.name(of: path))
    guard !values.contains(where: { $0.side == side }) else {
      throw precision.map { .second(kind, $0) } ?? .second(kind)
    }
    guard values.count < 2 else {
      throw InputProblem("is the third file of \(kind.words), where at most two are shown")
    }
    values.append(Sided(side: side, source: path, value: value))
  }
}
