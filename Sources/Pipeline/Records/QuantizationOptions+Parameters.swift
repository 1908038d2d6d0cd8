import Graph
import JSON
import Quantization

extension QuantizationOptions {
  /// Every option that may change the model, by its name on the command line.
  var parameters: [String: JSONValue] {
    [
      "format": .text(format.rawValue), "granularity": .text(granularity.rawValue),
      "reduceRange": .boolean(isRangeReduced), "activationType": .text(activation.rawValue),
      "ranges": .text(ranges.name.rawValue), "percentile": ranges.part.map(JSONValue.real) ?? .null,
      "activationAware": .boolean(isActivationAware),
      "head": head.map { .text($0.rawValue) } ?? .null, "domain": .text(domain.rawValue),
      "headroom": .real(Double(headroom)), "qdqExplicit": .boolean(isExplicit),
      "fittedWeightScales": .boolean(hasFittedScales),
      "biasCorrection": .boolean(correctsBias), "roundingByMoments": .boolean(roundsByMoments),
      "equalization": .text(equalization.rawValue),
      "equalizationStrength": .real(Double(equalizationStrength)),
      "floatLayers": .whole(floatLayers),
      // All pictures, where there is no limit.
      "refinementPictures": refinementInputs == .max ? .null : .whole(refinementInputs),
    ]
  }

  /// Options as a record tells them.
  init(_ parameters: [String: JSONValue], source: String) throws {
    let reader = ParameterReader(parameters, source: source)
    self.init()
    format = try reader.choice("format")
    granularity = try reader.choice("granularity")
    isRangeReduced = try reader.flag("reduceRange")
    activation = try reader.choice("activationType")
    let name: Ranges = try reader.choice("ranges")
    ranges = RangeMethod(name, part: name == .percentile ? try reader.real("percentile") : 1)
    isActivationAware = try reader.flag("activationAware")
    head = try reader.optionalChoice("head")
    domain = try reader.choice("domain")
    headroom = Float(try reader.real("headroom"))
    isExplicit = try reader.flag("qdqExplicit")
    hasFittedScales = try reader.flag("fittedWeightScales")
    correctsBias = try reader.flag("biasCorrection")
    roundsByMoments = try reader.flag("roundingByMoments")
    equalization = try reader.choice("equalization")
    equalizationStrength = Float(try reader.real("equalizationStrength"))
    floatLayers = try reader.whole("floatLayers")
    refinementInputs =
      parameters["refinementPictures"] == .null ? .max : try reader.whole("refinementPictures")
    measuresLayers = false
  }
}
