import Pipeline

extension QuantizationRecord {
  /// Itself, when its histograms can be drawn.
  func checked() throws(InputProblem) -> QuantizationRecord {
    for (index, tensor) in (quantization?.tensors ?? []).enumerated() {
      guard let histogram = tensor.histogram else { continue }
      guard histogram.lower < histogram.upper, !histogram.counts.isEmpty else {
        throw InputProblem(
          "quantization.tensors.\(index).histogram: is none; expected lower < upper and counts")
      }
    }
    return self
  }
}
