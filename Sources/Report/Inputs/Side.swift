import Evaluation

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
  init(_ precision: ModelRecord.Precision) {
    self = precision == .int8 ? .int8 : .float
  }
}
