import Evaluation
import Graph
import Quantization

extension RecipeReader {
  /// How the INT8 model is made, by the names of the options of `darkroom quantize`.
  func quantization(_ reader: MappingReader) -> Recipe.QuantizationParameters {
    var parameters = Recipe.QuantizationParameters()
    let effort = reader.optional("effort", .choice(QuantizationOptions.Effort.self))
    var options = QuantizationOptions(effort: effort ?? .balanced)
    readForm(reader, &options)
    readAccuracy(reader, &options)
    parameters.options = options
    if let resize = reader.optional("resize", .choice(EvaluationProtocol.Resize.self)) {
      parameters.resize = resize
    }
    if let opset = reader.optional("opset", .opset) { parameters.opset = opset }
    reader.finish()
    return parameters
  }

  private func readForm(_ reader: MappingReader, _ options: inout QuantizationOptions) {
    if let format = reader.optional("format", .choice(QuantizationOptions.Format.self)) {
      options.format = format
    }
    let qdq = reader.optional("qdq", .choice(QuantizationOptions.QDQ.self))
    options.isExplicit = qdq == .explicit
    options.head = reader.optional("head", .choice(QuantizationOptions.HeadForm.self))
    if let granularity = reader.optional(
      "granularity", .choice(QuantizationOptions.Granularity.self))
    {
      options.granularity = granularity.ofFilters
    }
    if let isReduced = reader.optional("reduceRange", .flag) { options.isRangeReduced = isReduced }
    if let activation = reader.optional(
      "activationType", .choice(QuantizationOptions.ActivationType.self))
    {
      options.activation = activation.element
    }
    if let domain = reader.optional("domain", .choice(QuantizationOptions.Domain.self)) {
      options.domain = domain
    }
    if reader.has("qdq"), options.format != .qdq {
      reader.tell(
        "qdq",
        "goes with 'format: qdq'; the qoperator form is in integers on both sides of activations")
    }
    if options.head == .int32, options.format != .qdq, options.activation != .uint8 {
      reader.tell(
        "head",
        "int32 needs ConvInteger, which onnxruntime has for uint8 only; use 'activationType: uint8' "
          + "or 'head: split'")
    }
  }

  private func readAccuracy(_ reader: MappingReader, _ options: inout QuantizationOptions) {
    let ranges = reader.optional("ranges", .choice(QuantizationOptions.Ranges.self))
    let percentile = reader.optional("percentile", .number(50...100)) ?? 99.99
    options.ranges = RangeMethod(ranges ?? .mse, part: percentile / 100)
    if reader.has("percentile"), ranges != .percentile {
      reader.tell("percentile", "goes with 'ranges: percentile'")
    }
    if let headroom = reader.optional("headroom", .number(0...1)) {
      options.headroom = Float(headroom)
    }
    if let isAware = reader.optional("activationAware", .flag) {
      options.isActivationAware = isAware
    }
    if let scales = reader.optional("weightScales", .choice(QuantizationOptions.WeightScales.self))
    {
      options.hasFittedScales = scales == .leastError
    }
    if let rounding = reader.optional("rounding", .choice(QuantizationOptions.Rounding.self)) {
      options.roundsByMoments = rounding == .moments
    }
    if let corrects = reader.optional("biasCorrection", .flag) { options.correctsBias = corrects }
    if let equalization = reader.optional(
      "equalization", .choice(QuantizationOptions.Equalization.self))
    {
      options.equalization = equalization
    }
    if let layers = reader.optional("floatLayers", .whole(0...1000)) {
      options.floatLayers = layers
    }
  }
}
