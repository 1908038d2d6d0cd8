import Quantization
import Text

extension QuantizationRecord {
  /// For people, in short: what was written, how good it is, and the layers it suffers most from.
  public var text: Lines {
    var parts = written
    if let quantization {
      parts.append(quantization.stepList)
      parts += [quantization.quality, quantization.layerTable(most: 10)].compactMap { $0 }
      parts += [quantization.islandList(most: 10), quantization.noteList].compactMap { $0 }
    }
    if let budget { parts.append(budget.text) }
    return parts.joined()
  }

  /// For people, in full: every tensor and layer, the worst first.
  var report: Lines {
    var parts = ["network sha256 \(network)"] + written
    if let quantization {
      parts.append(quantization.stepList)
      parts += [
        quantization.quality, quantization.layerTable(), quantization.tensorTable,
        quantization.islandList(), quantization.noteList,
      ].compactMap { $0.map { "\n" + $0 } }
    }
    if let budget { parts.append("\n" + budget.text) }
    return parts.joined()
  }

  /// The files, and what they were made from.
  private var written: [Lines] {
    var lines: [Lines] = []
    if let model {
      let opset = model.opset.map { ", ONNX opset \($0)" } ?? ""
      lines.append(
        "\(file: model.file.path.isEmpty ? "model" : model.file.path): \(model.file.size ?? 0) bytes, \(calibrationSet == nil ? "INT8" : "float32")\(opset)"
      )
      lines.append("sha256 \(model.file.digest)")
    }
    if let table {
      lines.append(
        "\(table.path.isEmpty ? "calibration table" : table.path): \(table.size ?? 0) bytes")
      lines.append("sha256 \(table.digest)")
    }
    if let set = calibrationSet {
      lines.append("\(set.path.isEmpty ? "calibration set" : set.path): \(set.size ?? 0) bytes")
      lines.append("sha256 \(set.digest)")
    }
    var line: Lines =
      calibrationSet == nil
      ? "calibrated with \(QuantizationRecord.count(images.used, "image"))"
      : "not quantized; the calibration set has \(QuantizationRecord.count(images.used, "image"))"
    if let sampling = images.sampling {
      line += ", drawn from \(sampling.population.count) with seed \(sampling.seed)"
    }
    if images.skipped > 0 { line += ", \(images.skipped) skipped" }
    if images.repeated > 0 { line += ", \(images.repeated) left out as repeated" }
    lines.append("\(line); \(preprocessing)")
    return lines
  }

  fileprivate static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

extension QuantizationReport {
  fileprivate var stepList: Lines { "steps: \(steps.joined(separator: ", "))" }

  fileprivate var noteList: Lines? { notes.isEmpty ? nil : notes.map { "\($0)" }.joined() }

  /// How far the outputs are from the float network's.
  fileprivate var quality: Lines? {
    guard measuredImages > 0 else { return nil }
    var rows = [["output", "dB"]]
    for head in heads { rows.append([head.name, decibels(head.sqnr)]) }
    return "signal to noise of the outputs, measured on "
      + "\(QuantizationRecord.count(measuredImages, "image")): \(decibels(headsSQNR)) dB\n"
      + Table(rows, alignment: [.left]).text(indent: 2)
  }

  /// Whether outputs of layers were measured: then those without a ratio are exact.
  private var areLayersMeasured: Bool { layers.contains { $0.outputSQNR != nil } }

  /// The layers, those with the noisiest outputs first.
  fileprivate func layerTable(most: Int = .max) -> Lines? {
    guard !layers.isEmpty else { return nil }
    let sorted = worstFirst(layers) { ($0.outputSQNR, $0.weightSQNR) }
    var rows = [["layer", "node", "weights dB", "output dB", "scales", ""]]
    for layer in sorted.prefix(most) {
      rows.append([
        layer.layer.map(String.init) ?? "", layer.name, decibels(layer.weightSQNR),
        areLayersMeasured ? decibels(layer.outputSQNR) : "",
        layer.smallestScale == layer.largestScale
          ? "\(layer.smallestScale)" : "\(layer.smallestScale) to \(layer.largestScale)",
        layer.raisedChannels > 0 ? "\(layer.raisedChannels) raised to fit 32 bits" : "",
      ])
    }
    let title: Lines =
      sorted.count > most ? "the worst of \(sorted.count) layers" : "layers, worst first"
    return "\(title):\n"
      + Table(rows, alignment: [.right, .left, .right, .right, .left, .left]).text(indent: 2)
  }

  /// The tensors, those with the most noise of their own first.
  fileprivate var tensorTable: Lines? {
    guard !tensors.isEmpty else { return nil }
    var rows = [
      ["layer", "tensor", "dB", "clipped", "seen", "stored", "scale", "zero point"]
    ]
    for tensor in worstFirst(tensors, by: { ($0.sqnr, nil) }) {
      rows.append([
        tensor.layer.map(String.init) ?? "", tensor.name, decibels(tensor.sqnr),
        "\(fixed(100 * tensor.clippedFraction, 4))%",
        "\(tensor.minimum) to \(tensor.maximum)", "\(tensor.lower) to \(tensor.upper)",
        "\(tensor.scale)", "\(tensor.zeroPoint)",
      ])
    }
    return "tensors, worst first:\n"
      + Table(rows, alignment: [.right, .left, .right, .right, .left, .left, .left])
      .text(indent: 2)
  }

  /// The nodes that compute in float.
  fileprivate func islandList(most: Int = .max) -> Lines? {
    guard !islands.isEmpty else { return nil }
    let shown = islands.prefix(most).map { "  \($0.name): \($0.operation)" as Lines }
    let rest: [Lines] = islands.count > most ? ["  and \(islands.count - most) more"] : []
    let head: Lines = "\(QuantizationRecord.count(islands.count, "node")) in float:"
    return ([head] + shown + rest).joined()
  }

  /// A ratio for people; nothing differs where there is none.
  private func decibels(_ ratio: Double?) -> String { ratio.map { fixed($0, 1) } ?? "exact" }

  /// Things by their ratios, those without one last, and equal ones in the network's order.
  private func worstFirst<Thing>(
    _ things: [Thing], by ratios: (Thing) -> (Double?, Double?)
  ) -> [Thing] {
    things.enumerated().sorted { a, b in
      let (first, second) = (ratios(a.element), ratios(b.element))
      return (first.0 ?? .infinity, first.1 ?? .infinity, a.offset)
        < (second.0 ?? .infinity, second.1 ?? .infinity, b.offset)
    }.map(\.element)
  }
}
