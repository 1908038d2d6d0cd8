import Evaluation
import Files
import Graph
import Text

/// Which model something is of.
enum Side: Hashable, Sendable {
  case float
  case int8
  /// The INT8 model that the other one is held against.
  case baseline
  /// A file that does not say.
  case file(String)

  /// What people read.
  var label: String {
    switch self {
    case .float: "float"
    case .int8: "INT8"
    case .baseline: "baseline"
    case .file(let name): name
    }
  }

  /// The class its marks have in the style sheet.
  var styleClass: String {
    switch self {
    case .int8: "int8"
    case .baseline: "baseline"
    case .float, .file: "float"
    }
  }

  /// By precision.
  init(_ precision: Precision) {
    self = precision == .int8 ? .int8 : .float
  }
}

/// Something of the float model, of the INT8 model and of a baseline, as far as it is known.
struct PerModel<Value: Sendable>: Sendable {
  /// Of the float model.
  var float: Value?
  /// Of the baseline.
  var baseline: Value?
  /// Of the INT8 model.
  var int8: Value?

  /// By precision.
  subscript(precision: Precision) -> Value? {
    get { precision == .int8 ? int8 : float }
    set {
      if precision == .int8 { int8 = newValue } else { float = newValue }
    }
  }

  /// Whether none is known.
  var isEmpty: Bool { known.isEmpty }

  /// Those that are known, in the order of columns.
  var known: [(side: Side, value: Value)] {
    [(Side.float, float), (.baseline, baseline), (.int8, int8)].compactMap { side, value in
      value.map { (side, $0) }
    }
  }
}

/// A value with the model it is of.
struct Sided<Value: Sendable>: Sendable {
  /// The model.
  var side: Side
  /// The file it was read from.
  var source: String
  /// The value.
  var value: Value

  /// The float model's first, then the baseline's, else in the order that was given.
  static func inOrder(_ values: [Sided]) -> [Sided] {
    let baseline = values.filter { $0.side == .baseline }
    var others = values.filter { $0.side != .baseline }
    if others.count == 2, others[0].side == .int8 || others[1].side == .float { others.reverse() }
    guard others.first?.side != .int8 else { return baseline + others }
    return others.prefix(1) + baseline + others.dropFirst()
  }

  /// Adds a value; there is room for two of different models, and for one of a baseline.
  static func add(
    _ value: Value, _ precision: Precision?, isBaseline: Bool, _ path: String, _ kind: InputKind,
    to values: inout [Sided]
  ) throws(InputProblem) {
    let side =
      isBaseline ? Side.baseline : precision.map(Side.init) ?? .file(Folder.name(of: path))
    guard !values.contains(where: { $0.side == side }) else {
      if isBaseline { throw .secondOfBaseline(kind) }
      throw precision.map { .second(kind, $0) } ?? .second(kind)
    }
    guard isBaseline || values.count(where: { $0.side != .baseline }) < 2 else {
      throw InputProblem("is the third file of \(kind.words), where at most two are shown")
    }
    values.append(Sided(side: side, source: path, value: value))
  }
}
