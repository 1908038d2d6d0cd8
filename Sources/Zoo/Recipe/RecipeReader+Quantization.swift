import Evaluation
import Quantization

extension RecipeReader {
  /// How the INT8 model is made, by the names of the options of `darkroom quantize`.
  func quantization(_ reader: MappingReader) -> Recipe.QuantizationParameters {
    var parameters = Recipe.QuantizationParameters()
    let effort = reader.optional("effort", .choice(QuantizationOptions.Effort.self))
    var options = QuantizationOptions(effort: effort ?? .balanced)
    for option in QuantizationOption.all where option.isOffered {
      if let value = reader.optional(option.name, .option(option)) {
        option.give(value, to: &options)
      }
    }
    if reader.has("qdq"), options.format != .qdq {
      reader.tell(
        "qdq",
        "goes with 'format: qdq'; the qoperator form is in integers on both sides of activations")
    }
    for conflict in options.conflicts {
      let (option, other) = (conflict.option, conflict.other)
      // A target may have chosen either of the two.
      let given = [option.name, other.name, "target"].first(where: reader.has) ?? option.name
      reader.tell(
        given,
        "'\(option.name): \(option.value)' needs '\(other.name): \(other.value)': "
          + conflict.reason)
    }
    if reader.has("percentile"), options.ranges != .percentile {
      reader.tell("percentile", "goes with 'ranges: percentile'")
    }
    parameters.options = options
    if let resize = reader.optional("resize", .choice(EvaluationProtocol.Resize.self)) {
      parameters.resize = resize
    }
    if let opset = reader.optional("opset", .opset) { parameters.opset = opset }
    reader.finish()
    return parameters
  }
}
