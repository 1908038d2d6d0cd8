import Graph

/// An operation that no other room has heard of.
struct UnknownOperation: Operation {
  static let name = "an operation of tomorrow"
  static let isQuantized = false

  static func operandRoles(count: Int) -> [OperandRole] { (0..<count).map(OperandRole.data) }

  func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] { inputs }

  var elements: ElementOrigin { .computed }

  func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  var quantizedForm: (any Operation)? { nil }
}
