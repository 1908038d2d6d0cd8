import Graph
import Glibc

extension Scheme {
  /// The stored tensors and how well they hold what calibration saw.
  func storedTensors(_ histograms: [ValueID: Histogram]) -> [QuantizationReport.StoredTensor] {
    Set(encodings.keys).union(wide.encodings.keys).sorted { $0.index < $1.index }.compactMap {
      value in
      guard let encoding = storage(of: value), let histogram = histograms[value] else { return nil }
      let member = Objective.Candidate(histogram)
      let ratio = member.signalToNoise(of: encoding)
      return QuantizationReport.StoredTensor(
        name: graph[value].name, layer: graph[value].origin?.layer,
        minimum: histogram.isEmpty ? 0 : histogram.minimum,
        maximum: histogram.isEmpty ? 0 : histogram.maximum,
        lower: encoding.lower, upper: encoding.upper, scale: encoding.scale,
        zeroPoint: encoding.zeroPoint, clippedFraction: member.clippedFraction(of: encoding),
        sqnr: ratio.isFinite ? ratio : nil, histogram: .init(histogram))
    }
  }

  /// The convolutions and how well their filters are stored.
  ///
  /// - Parameter outputs: the ratios measured at the outputs of darknet layers.
  func storedLayers(_ outputs: [Int: Double]) -> [QuantizationReport.StoredLayer] {
    plan.convolutions.compactMap { node in
      guard let stored = layers[node] else { return nil }
      var deviation = Deviation()
      for (weight, found) in zip(weights(of: node), stored.filters.weights) {
        deviation.signal += Double(weight) * Double(weight)
        deviation.noise += Double(weight - found) * Double(weight - found)
      }
      let layer = graph.nodes[node].origin?.layer
      return QuantizationReport.StoredLayer(
        name: graph.nodes[node].name, layer: layer,
        smallestScale: stored.filters.scales.min() ?? 0,
        largestScale: stored.filters.scales.max() ?? 0,
        weightSQNR: deviation.decibels, outputSQNR: layer.flatMap { outputs[$0] },
        raisedChannels: stored.raised.count)
    }
  }

  /// The nodes that stay in float, but what puts heads together. Where nothing but what convolutions
  /// read is quantized, whatever else there is belongs to the runtime's fusion.
  func floatIslands(_ options: QuantizationOptions) -> [QuantizationReport.Island] {
    let reassembly = HeadValues(of: graph).reassembly
    return graph.nodes.indices.filter { index in
      !plan.isInteger[index] && !reassembly.contains(index)
        && (!options.quantizesInputsAlone || plan.roles[index] == .convolution)
    }.map {
      QuantizationReport.Island(
        name: graph.nodes[$0].name, operation: type(of: graph.nodes[$0].operation).name)
    }
  }
}
