import Graph

/// An operation that no other room has heard of.
struct UnknownOperation: Operation {
  static let name = "an operation of tomorrow"

  func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] { inputs }
}
