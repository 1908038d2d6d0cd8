/// What an operand is to its operation.
public enum OperandRole: Hashable, Sendable {
  /// What the operation is applied to: a map, matrix or vector; several are numbered from 0.
  case data(Int)
  /// What the elements of a map are multiplied with before they are summed: [M, C, ...].
  case filters
  /// What is added to each channel of the result: [M].
  case bias
  /// What each channel is multiplied with.
  case factor
  /// The mean of each channel.
  case mean
  /// The variance of each channel.
  case variance
  /// The result for each quantized value.
  case table
  /// Boxes, [N, B, 4].
  case boxes
  /// Scores, [N, C, B].
  case scores
  /// Positions of elements, in rows.
  case indices
  /// The scale of a stored tensor.
  case scale(of: StoredRole)
  /// The zero point of a stored tensor.
  case zeroPoint(of: StoredRole)

  /// The first or only tensor that the operation is applied to.
  public static let x = OperandRole.data(0)
}

/// A tensor of quantized values that an operation takes or makes.
public enum StoredRole: Hashable, Sendable {
  /// What the operation is applied to.
  case data(Int)
  /// The filters.
  case filters
  /// The result.
  case result

  /// The first or only tensor that the operation is applied to.
  public static let x = StoredRole.data(0)
  /// The result.
  public static let y = StoredRole.result

  /// The operand; nil for the result.
  var operand: OperandRole? {
    switch self {
    case .data(let index): .data(index)
    case .filters: .filters
    case .result: nil
    }
  }
}

extension OperandRole {
  /// A stored tensor with its scale and zero point.
  static func stored(_ index: Int) -> [OperandRole] {
    [.data(index), .scale(of: .data(index)), .zeroPoint(of: .data(index))]
  }

  /// Filters with their scale and zero point.
  static let storedFilters: [OperandRole] = [
    .filters, .scale(of: .filters), .zeroPoint(of: .filters),
  ]

  /// The scale and zero point of the result.
  static let resultEncoding: [OperandRole] = [.scale(of: .y), .zeroPoint(of: .y)]
}

// MARK: - Operands of nodes

extension Node {
  /// What the operands are, in order.
  public var operandRoles: [OperandRole] { type(of: operation).operandRoles(count: inputs.count) }

  /// The operand with a role; nil where the node has none.
  public func operand(_ role: OperandRole) -> ValueID? {
    operandRoles.firstIndex(of: role).map { inputs[$0] }
  }

  /// The operand with a role that every node of its operation has.
  ///
  /// - Precondition: the operation has such an operand, and the node's operands fit it.
  public subscript(role: OperandRole) -> ValueID {
    guard let operand = operand(role) else {
      preconditionFailure("\(type(of: operation).name) has no operand \(role)")
    }
    return operand
  }

  /// The tensors that the operation is applied to, in order.
  public var data: [ValueID] {
    zip(operandRoles, inputs).compactMap { role, value in
      if case .data = role { value } else { nil }
    }
  }

  /// A tensor of quantized values with the operands that tell its encoding.
  public struct Stored: Hashable, Sendable {
    /// What it is to the operation.
    public let role: StoredRole
    /// The quantized values.
    public let value: ValueID
    /// The scale.
    public let scale: ValueID
    /// The zero point; nil where it is 0.
    public let zeroPoint: ValueID?
  }

  /// The operands and the result whose scales are operands too, in the order of the scales.
  public var stored: [Stored] {
    let roles = operandRoles
    guard roles.contains(where: { if case .scale = $0 { true } else { false } }) else { return [] }
    // A concatenation can have very many.
    let operands = Dictionary(zip(roles, inputs), uniquingKeysWith: { first, _ in first })
    return zip(roles, inputs).compactMap { role, scale in
      guard case .scale(let owner) = role,
        let value = owner.operand.map({ operands[$0] }) ?? outputs.first
      else { return nil }
      return Stored(
        role: owner, value: value, scale: scale, zeroPoint: operands[.zeroPoint(of: owner)])
    }
  }

  /// The stored tensor with a role that every node of its operation has.
  ///
  /// - Precondition: the operation has such a tensor, and the node's operands fit it.
  public func stored(_ role: StoredRole) -> Stored {
    guard let value = role.operand.map({ self[$0] }) ?? outputs.first else {
      preconditionFailure("\(type(of: operation).name) has no \(role)")
    }
    return Stored(
      role: role, value: value, scale: self[.scale(of: role)],
      zeroPoint: operand(.zeroPoint(of: role)))
  }
}

extension Graph {
  /// Multiplications followed by an addition in a node, for all images of the batch.
  public func multiplyAdds(of node: Node) -> Int {
    node.operation.multiplyAdds(for: node.inputs.map { self[$0].type })
  }
}
