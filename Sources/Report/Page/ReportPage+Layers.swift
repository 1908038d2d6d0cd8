import Evaluation

extension ReportPage {
  /// Signal to noise, layer by layer.
  var layers: PageSection? {
    let points = layerPoints
    let heads = headRows
    guard !points.isEmpty || !heads.isEmpty else { return nil }
    return PageSection("layers", "Signal to noise") {
      element("p") {
        "How loud a layer’s output is over what quantization adds to it, everything before it "
          + "quantized as well. Twenty dB are a tenth of the amplitude."
      }
      if !points.isEmpty {
        Legend.list {
          if points.contains(where: { $0.output != nil }) {
            Legend.entry("curve int8 thin solid", "output")
          }
          if points.contains(where: { $0.weights != nil }) {
            Legend.entry("weights", "weights alone")
          }
          if let ratio = sources.headsSQNR {
            Legend.entry("level", "all heads, \(Formatting.decibel(ratio))")
          }
        }
        Scrolling.region("Chart of signal to noise by layer") {
          LayerChart(points: points, heads: sources.headsSQNR).node
        }
      }
      if !heads.isEmpty {
        DataTable(caption: "Heads", head: headColumns, rows: heads).node
      }
      worst
    }
  }

  private var layerPoints: [LayerChart.Point] {
    var points: [Int: LayerChart.Point] = [:]
    for layer in sources.quantization?.quantization?.layers ?? [] {
      guard let index = layer.layer, (0..<100_000).contains(index) else { continue }
      points[index] = .init(layer: index, output: layer.outputSQNR, weights: layer.weightSQNR)
    }
    if let comparison = sources.comparison {
      // What was compared on real images counts, where there is both.
      for index in points.keys { points[index]?.output = nil }
      for layer in comparison.layers where (0..<100_000).contains(layer.index) {
        points[layer.index, default: .init(layer: layer.index)].output = layer.sqnr
      }
    }
    return points.values.filter { $0.output != nil || $0.weights != nil }
      .sorted { $0.layer < $1.layer }
  }

  private var headColumns: [String] {
    guard sources.comparison != nil else { return ["head", "SQNR"] }
    let values = ["SQNR", "cosine", "largest error"]
    guard baselineHeads != nil else { return ["head"] + values }
    return ["head"] + values + values.map { "\($0), \(Side.baseline.label)" }
  }

  /// The heads of the baseline, where they are those of the INT8 model.
  private var baselineHeads: [ComparisonReport.Head]? {
    guard let comparison = sources.comparison, let heads = comparison.baseline?.heads,
      heads.map(\.name) == comparison.heads.map(\.name)
    else { return nil }
    return heads
  }

  private var headRows: [[DataTable.Cell]] {
    guard let comparison = sources.comparison else {
      return (sources.quantization?.quantization?.heads ?? []).map {
        [.init($0.name), .init(Formatting.decibel($0.sqnr))]
      }
    }
    return comparison.heads.enumerated().map { index, head in
      [.init(head.name)] + cells(head) + (baselineHeads.map { cells($0[index]) } ?? [])
    }
  }

  private func cells(_ head: ComparisonReport.Head) -> [DataTable.Cell] {
    [
      .init(Formatting.decibel(head.sqnr)),
      .init(head.cosine.map { Formatting.fixed($0, 5) } ?? Formatting.none),
      .init(Formatting.short(head.maxError)),
    ]
  }

  private var worst: Node? {
    guard let layers = sources.comparison?.layers, !layers.isEmpty else { return nil }
    let rows = layers.map { layer in
      [
        DataTable.Cell("\(layer.index)"), .init(layer.name), .init(Formatting.decibel(layer.sqnr)),
        .init(layer.cosine.map { Formatting.fixed($0, 5) } ?? Formatting.none),
        .init(Formatting.short(layer.maxError)),
      ]
    }
    return element("details") {
      element("summary") {
        "All \(Formatting.plural(layers.count, "layer", "layers")), the worst first"
      }
      DataTable(
        caption: "Signal to noise by layer",
        head: ["layer", "tensor", "SQNR", "cosine", "largest error"], rows: rows, words: 2
      ).node
    }
  }

  /// The ranges of the tensors that lose most.
  var histograms: PageSection? {
    let tensors = (sources.quantization?.quantization?.tensors ?? []).enumerated()
      .filter { $0.element.histogram != nil && $0.element.sqnr != nil }
      .sorted {
        let (one, other) = ($0.element.sqnr ?? 0, $1.element.sqnr ?? 0)
        return one == other ? $0.offset < $1.offset : one < other
      }.prefix(6).map(\.element)
    guard !tensors.isEmpty else { return nil }
    return PageSection("ranges", "Ranges of the worst tensors") {
      element("p") {
        "What calibration saw, and the range that 8 bits were given to. Counts are logarithmic; "
          + "numbers outside of the range are stored as its nearest end."
      }
      Legend.list {
        Legend.entry("bars", "numbers seen")
        Legend.entry("range", "chosen range")
      }
      element("div", ["class": "charts thirds"]) {
        for (index, tensor) in tensors.enumerated() {
          if let histogram = tensor.histogram {
            element("figure") {
              element("figcaption") {
                element("strong") { tensor.name }
                " \(Formatting.decibel(tensor.sqnr)), \(Formatting.fixed(tensor.clippedFraction * 100, 3)) %"
                  + " clipped"
              }
              HistogramChart(id: "histogram-\(index)", tensor: tensor, histogram: histogram).node
            }
          }
        }
      }
    }
  }

  /// What may explain differences, and what quantization noted.
  var findings: PageSection? {
    let all =
      (sources.comparison?.findings ?? []) + (sources.quantization?.quantization?.notes ?? [])
    guard !all.isEmpty else { return nil }
    return PageSection("findings", "Findings") {
      element("ul", ["class": "findings"]) { for text in all { element("li") { text } } }
    }
  }
}
