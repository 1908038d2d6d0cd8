import Graph
import Glibc

/// Factors that pull the ranges of a map's channels together, so that one scale for the map suits
/// all of them.
///
/// A channel whose magnitude is the part ρ of its map's largest gets the factor ρ^-strength; one
/// that is in several maps (before and after a pooling, in a concatenation) counts where it is
/// largest. No map's range grows by that. In turn weights that read small channels become
/// smaller than others of their filter.
public struct ActivationEqualization: Hashable, Sendable {
  /// 0 changes nothing, 1 makes all channels equally large.
  public var strength: Float
  /// Factors are at most this large.
  public var limit: Float
  /// Whether factors are powers of two, which leaves the outputs as they are to the last bit, but
  /// channels up to half of their range apart.
  public var usesPowersOfTwo: Bool

  /// Creates the rule.
  ///
  /// - Precondition: `strength` is 0...1 and `limit` at least 1.
  public init(strength: Float = 0.75, limit: Float = 64, usesPowersOfTwo: Bool = false) {
    precondition((0...1).contains(strength) && limit >= 1)
    self.strength = strength
    self.limit = limit
    self.usesPowersOfTwo = usesPowersOfTwo
  }

  /// Finds factors.
  ///
  /// - Parameters:
  ///   - classes: of the graph.
  ///   - magnitudes: for each channel of a value how large it gets, by whichever measure; nil for
  ///     values that are not to be stored in 8 bits and do not count.
  public func factors(
    for graph: Graph, classes: ChannelClasses, magnitudes: (ValueID) -> [Float]?
  ) -> ChannelFactors {
    var parts = Array(repeating: Float(0), count: classes.count)
    for value in graph.allInputs + graph.nodes.flatMap(\.outputs) {
      let channels = classes.classes(of: value)
      guard let own = magnitudes(value), own.count == channels.count, let largest = own.max(),
        largest > 0, largest.isFinite
      else { continue }
      for (index, magnitude) in zip(channels, own) {
        parts[index] = max(parts[index], magnitude / largest)
      }
    }
    // A channel that is always 0 says nothing.
    let factors = parts.map { $0 > 0 ? powf($0, -strength) : 1 }
    return ChannelFactors(classes, factors, limit: limit, roundedToPowers: usesPowersOfTwo)
  }
}
