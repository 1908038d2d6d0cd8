/// What `FoldQuantization` puts in the place of an operation.
struct QuantizationFold {
  /// An operand of the folded operation.
  enum Operand {
    /// A value of the graph.
    case value(ValueID)
    /// A constant that the graph does not have, and what it is.
    case constant(String, Tensor)
  }

  /// A result of the operation.
  struct Result {
    /// The value that was quantized.
    var real: ValueID
    /// What the quantizations of it gave, which is all the same.
    var stored: [ValueID]
    /// The first of the quantizations.
    var quantization: Node
    /// How it is stored.
    var encoding: QuantizationEncoding
    /// The positions of the nodes that go away: the quantizations, and a limit in front of them.
    var absorbed: [Int]
  }

  /// The operation on quantized values.
  var operation: any Operation
  /// Its operands.
  var operands: [Operand]
  /// Its results.
  var results: [Result]

  /// The positions of the nodes that go away.
  var absorbed: [Int] { results.flatMap(\.absorbed) }
}
