import Engine
import Graph
import Threads

/// The ratios of signal to noise of a quantized network on some images.
struct Measurement {
  /// The images they were measured on.
  let images: Int
  /// The outputs, in order.
  let heads: [QuantizationReport.Head]
  /// All outputs together.
  let allHeads: Double?
  /// The outputs of darknet layers that both networks have.
  let layers: [Int: Double]

  /// The images that are looked at where layers are compared, and where heads alone are.
  private static let mostImages = (layers: 32, heads: 8)

  init(
    float: Graph, quantized: Graph, includingLayers: Bool, source: any CalibrationSource,
    workers: Workers, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(QuantizationError) {
    let layers =
      includingLayers
      ? float.layerOutputs.keys.sorted().filter { quantized.layerOutputs[$0] != nil } : []
    var pairs = Array(zip(float.outputs, quantized.outputs))
    for layer in layers {
      if let a = float.layerOutputs[layer], let b = quantized.layerOutputs[layer] {
        pairs.append((a, b))
      }
    }
    let indices = ImageRoles(count: source.count).measuring(
      limit: includingLayers ? Measurement.mostImages.layers : Measurement.mostImages.heads)
    let deviations = try Comparison(reference: float, other: quantized, workers: workers)
      .deviations(
        of: pairs.map { Comparison.Pair($0.0, $0.1) }, on: indices, of: source,
        progress: progress
      ).sums
    images = indices.count
    let count = float.outputs.count
    heads = zip(float.outputs, deviations).map { output, deviation in
      QuantizationReport.Head(name: float[output].name, sqnr: deviation.decibels)
    }
    allHeads = deviations[..<count].reduce(Deviation(), +).decibels
    var ratios: [Int: Double] = [:]
    for (layer, deviation) in zip(layers, deviations[count...]) {
      ratios[layer] = deviation.decibels
    }
    self.layers = ratios
  }
}
