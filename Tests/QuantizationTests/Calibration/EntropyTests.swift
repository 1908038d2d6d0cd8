import Foundation
import Graph
import Quantization
import TestSupport
import Testing

@Suite struct EntropyTests {
  /// The divergence as TensorRT's slides define it, over whole bins.
  private static func divergence(
    _ histogram: Histogram, _ encoding: QuantizationEncoding
  ) -> Double {
    let counts = histogram.counts.map { Double($0) }
    func bin(_ edge: Double) -> Int {
      let position = Int((edge / Double(histogram.binWidth)).rounded()) - histogram.firstBin
      return min(max(position, 0), counts.count)
    }
    let edges = (0...256).map {
      bin((Double($0 - encoding.zeroPoint) - 0.5) * Double(encoding.scale))
    }
    let (start, end) = (edges[0], edges[256])
    guard start < end else { return .infinity }
    var reference = Array(counts[start..<end])
    reference[0] += counts[..<start].reduce(0, +)
    reference[reference.count - 1] += counts[end...].reduce(0, +)
    var approximation = [Double](repeating: 0, count: reference.count)
    for (lower, upper) in zip(edges, edges.dropFirst()) where lower < upper {
      let occupied = (lower..<upper).filter { reference[$0 - start] > 0 }
      let sum = counts[lower..<upper].reduce(0, +)
      for index in occupied {
        approximation[index - start] = max(sum / Double(occupied.count), 1e-4)
      }
    }
    let (all, kept) = (reference.reduce(0, +), approximation.reduce(0, +))
    return zip(reference, approximation).reduce(0.0) { sum, pair in
      let (p, q) = (pair.0 / all, pair.1 / kept)
      return p > 0 ? sum + p * log(p / q) : sum
    }
  }

  @Test("The chosen range has about the least divergence", arguments: [1, 2])
  func divergenceIsAboutTheLeast(seed: UInt64) {
    for numbers in [
      Samples.normal(200_000, seed: seed), Samples.heavyTailed(200_000, seed: seed),
      Samples.afterRelu(200_000, seed: seed),
    ] {
      let histogram = Histogram(of: numbers)
      let found = RangeSearch(.entropy).encoding(for: histogram)
      var least = Double.infinity
      for lower in 0...40 {
        for upper in 0...40 {
          // Ends from all to 1/100 of it.
          let (a, b) = (
            Double(min(histogram.minimum, 0)) * exp(-0.115 * Double(lower)),
            Double(histogram.maximum) * exp(-0.115 * Double(upper))
          )
          let scale = (b - a) / 255
          guard scale >= Double(histogram.binWidth) else { continue }
          let encoding = QuantizationEncoding(
            element: .uint8, scale: Float(scale), zeroPoint: Int((-a / scale).rounded()))
          least = min(least, Self.divergence(histogram, encoding))
        }
      }
      // Bins are whole here and divided there, which tells where steps are not much wider.
      #expect(Self.divergence(histogram, found) <= 1.1 * least + 0.001)
    }
  }

  @Test(
    "Ranges are like those of ONNX Runtime",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func rangesAreLikeThoseOfOnnxRuntime() throws {
    let numbers = Samples.heavyTailed(200_000, seed: 11).map { $0 * $0.magnitude }
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("numbers.f32")
    try numbers.withUnsafeBytes { try Data($0).write(to: file) }
    let result = try Peers.run("calibration_ranges.py", [file.path])
    try #require(result.status == 0, Comment(rawValue: result.errors))
    let peer = try JSONDocument(result.output)
    func peerRange(_ method: String) throws -> (lower: Double, upper: Double) {
      (
        try #require(peer[method]?[0]?.number), try #require(peer[method]?[1]?.number)
      )
    }
    let histogram = Histogram(of: numbers)
    let percentile = RangeSearch(.percentile(0.999)).encoding(for: histogram)
    let (lower, upper) = try peerRange("percentile")
    // Half a step for the zero point, and a bin of the peer's.
    let tolerance = Double(percentile.scale) / 2 + Double(histogram.maximum) / 1000
    #expect(abs(Double(percentile.lower) - lower) <= tolerance)
    #expect(abs(Double(percentile.upper) - upper) <= tolerance)
    // The peer's range is the same on both sides and has other bins; the valley is shallow.
    let entropy = RangeSearch(.entropy).encoding(for: histogram)
    let ratio =
      Double(entropy.upper - entropy.lower)
      / (try peerRange("entropy").upper - peerRange("entropy").lower)
    #expect((0.5...2).contains(ratio))
    #expect(entropy.upper < 0.5 * histogram.maximum)
  }
}
