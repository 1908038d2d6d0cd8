import Graph
import Kernels

/// What sums are multiplied with, at addresses of their own: floats, or whole numbers.
struct PackedFactors: Sendable {
  private(set) var scales: PackedFloats?
  private(set) var multipliers: PackedIntegers?
  private(set) var shifts: PackedIntegers?

  init(_ factors: SumFactors) {
    switch factors {
    case .float(let factors):
      scales = PackedFloats(count: factors.count) { packed in
        for (index, factor) in factors.enumerated() { packed[index] = factor }
      }
    case .fixed(let factors):
      multipliers = PackedIntegers(factors.map(\.multiplier))
      shifts = PackedIntegers(factors.map(\.shift))
    case .shift(let bits): shifts = PackedIntegers(bits)
    }
  }
}

extension dk_fixed_point {
  init(_ factor: FixedPointFactor) {
    self.init(multiplier: factor.multiplier, shift: factor.shift)
  }
}

extension Planner {
  /// Factors of a node, which scales may not allow.
  func factors<Factors>(
    of node: Node, _ make: () throws(OperationError) -> Factors
  ) throws(EngineError) -> Factors {
    do throws(OperationError) { return try make() } catch {
      throw .unsupported(node: node.name, reason: error.description)
    }
  }

  /// A factor of a node as a fixed-point number.
  func fixedPoint(_ factor: Double, of node: Node) throws(EngineError) -> dk_fixed_point {
    guard let fixed = FixedPointFactor(factor) else {
      throw .unsupported(
        node: node.name, reason: "\(factor) is no fixed-point number of 32 bits")
    }
    return dk_fixed_point(fixed)
  }
}
