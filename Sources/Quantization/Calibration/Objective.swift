import Graph

/// Tensors that share one encoding, and how well it suits them.
public struct Objective: Sendable {
  /// The tensors.
  public let members: [Member]

  /// Tensors that are to share an encoding.
  public init(_ members: [Member]) { self.members = members }

  /// One tensor, with the function that is applied to it next.
  public init(_ histogram: Histogram, through function: Function? = nil) {
    members = [Member(histogram, through: function)]
  }

  /// What is applied to each number of a tensor.
  public typealias Function = @Sendable (Float) -> Float

  /// All numbers of all members.
  public var histogram: Histogram {
    members.reduce(into: Histogram()) { $0.merge($1.histogram) }
  }

  /// The noise of an encoding: the sum over the members of the mean squared error relative to the
  /// mean square. Members that are all zero, or turned into zeros, have none.
  public func noise(of encoding: QuantizationEncoding) -> Double {
    members.reduce(0) { $0 + ($1.power > 0 ? $1.noise(of: encoding) / $1.power : 0) }
  }
}
