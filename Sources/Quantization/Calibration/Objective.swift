import Glibc
import Graph

/// Tensors that share one encoding, and how well it suits them.
public struct Objective: Sendable {
  /// The tensors.
  public let members: [Candidate]

  /// Tensors that are to share an encoding.
  public init(_ members: [Candidate]) { self.members = members }

  /// One tensor, with the function that is applied to it next.
  public init(_ histogram: Histogram, through function: Function? = nil) {
    members = [Candidate(histogram, through: function)]
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

extension Objective {
  /// A tensor, and how well encodings suit it.
  public struct Candidate: Sendable {
    /// The numbers of the tensor.
    public let histogram: Histogram
    /// The mean square of the numbers after the function.
    public let power: Double
    private let function: Function?
    private let moments: CumulativeMoments?
    private let count: Double

    /// A tensor.
    ///
    /// - Parameter function: what is applied to it next; errors are counted after it.
    public init(_ histogram: Histogram, through function: Function? = nil) {
      self.histogram = histogram
      self.function = function
      count = Double(histogram.count)
      guard !histogram.isEmpty else {
        (power, moments) = (0, nil)
        return
      }
      let moments = CumulativeMoments(histogram, function ?? { $0 })
      let atZero = Double(function?(0) ?? 0)
      self.moments = moments
      power = (moments.total[2] + Double(histogram.zeros) * atZero * atZero) / count
    }

    /// The mean squared error of an encoding, after the function: the mean of (f(Q(x)) - f(x))^2.
    public func noise(of encoding: QuantizationEncoding) -> Double {
      guard let moments else { return 0 }
      var error = 0.0
      forEachCell(of: encoding, moments) { value, sums in
        error += sums[2] + value * (value * sums[0] - 2 * sums[1])
      }
      // What is left of differences of large numbers can be below 0.
      return error.isFinite ? max(error, 0) / count : .infinity
    }

    /// The ratio of the mean square to the noise of an encoding in decibels; infinite where there is
    /// no noise.
    public func signalToNoise(of encoding: QuantizationEncoding) -> Double {
      let noise = noise(of: encoding)
      return noise > 0 ? 10 * log10(power / noise) : .infinity
    }

    /// The part of the numbers, 0 to 1, that the limits of an encoding change by more than rounding
    /// would.
    public func clippedFraction(of encoding: QuantizationEncoding) -> Double {
      guard let moments else { return 0 }
      let margin = Double(encoding.scale) / 2
      let kept =
        moments.below(Double(encoding.upper) + margin)[0]
        - moments.below(Double(encoding.lower) - margin)[0]
      return max(moments.total[0] - kept, 0) / count
    }

    /// Calls `body` with each real number of an encoding, after the function, and the sums over all
    /// numbers that are stored as it.
    private func forEachCell(
      of encoding: QuantizationEncoding, _ moments: CumulativeMoments,
      _ body: (Double, CumulativeMoments.Sums) -> Void
    ) {
      let scale = Double(encoding.scale)
      var before = CumulativeMoments.Sums.zero
      for stored in encoding.limits {
        let boundary = (Double(stored - encoding.zeroPoint) + 0.5) * scale
        let sums =
          stored == encoding.limits.upperBound ? moments.total : moments.below(boundary)
        guard sums[0] > before[0] else { continue }
        let real = encoding.real(stored)
        body(Double(function?(real) ?? real), sums - before)
        before = sums
      }
    }
  }
}
