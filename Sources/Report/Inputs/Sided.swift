import Evaluation
import Text

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
    _ value: Value, _ precision: ModelRecord.Precision?, _ path: String, _ kind: InputKind,
    to values: inout [Sided]
  ) throws(InputProblem) {
    let side = precision.map(Side.init) ?? .file(FileName.last(of: path))
    guard !values.contains(where: { $0.side == side }) else {
      throw precision.map { .second(kind, $0) } ?? .second(kind)
    }
    guard values.count < 2 else {
      throw InputProblem("is the third file of \(kind.words), where at most two are shown")
    }
    values.append(Sided(side: side, source: path, value: value))
  }
}
