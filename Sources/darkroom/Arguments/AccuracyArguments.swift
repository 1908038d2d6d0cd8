import ArgumentParser
import Quantization

/// How the numbers of a quantized model are chosen.
struct AccuracyArguments: ParsableArguments {
  @Option(
    help: """
      How much is done for accuracy: baseline (what onnxruntime's quantize_static does by itself: one \
      scale for the weights of a layer, minima and maxima of each tensor, heads with one scale; to \
      compare with), fast (ranges only), balanced (channels equalized by \
      activations, fitted weight scales, rounding by moments and bias correction, on 150 images \
      at most) or best (the same on all images). The options below change single steps of it.
      """)
  var effort = QuantizationOptions.Effort.balanced

  @Option(
    help: """
      How the range of an activation is chosen: mse (least mean squared error), minmax (nothing is \
      clipped), percentile, or entropy (least Kullback-Leibler divergence). Default: mse; with \
      --effort baseline, minmax.
      """)
  var ranges: QuantizationOptions.Ranges?

  @Option(
    help: """
      Which tensors have a range of their own: shared (one for what is moved or joined; images are 0 \
      to 1), or own (each by itself, as onnxruntime's tool does it). Default: shared; with --effort \
      baseline, own.
      """)
  var tensorRanges: QuantizationOptions.TensorRanges?

  @Option(
    help: ArgumentHelp(
      "With --ranges percentile: the percentage of numbers not clipped. Default: 99.99.",
      valueName: "percentage"))
  var percentile: Double?

  @Option(
    help: ArgumentHelp(
      """
      With --ranges mse: how far ranges go from there to all that was seen, 0 to 1, since the rare \
      large numbers are those of objects. Default: 0.25, of some targets 0.
      """, valueName: "part"))
  var headroom: Float?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Count the error of a range behind the activation function that follows. Default: yes; with \
      --effort baseline, no.
      """)
  var activationAware: Bool?

  @Option(help: "How scales of weights are chosen: maximum, or least-error.")
  var weightScales: WeightQuantizer.ScaleRule?

  @Option(
    help: """
      How weights are rounded: nearest, or moments (for the least error of the layer's result, \
      whose inputs' second moments are taken in the network quantized so far).
      """)
  var rounding: QuantizationOptions.Rounding?

  @Flag(inversion: .prefixedNo, help: "Let biases take up the mean error of each channel.")
  var biasCorrection: Bool?

  @Option(
    help: """
      Scale channels before anything is quantized: none, weights (by the filters), activations (by \
      what they hold), or auto (activations; with --granularity per-tensor whichever of both leaves \
      less noise at objects). With calibration tables the default is none, since equalized channels \
      make a network of its own for each set of images.
      """)
  var equalization: QuantizationOptions.Equalization?

  @Option(
    help: """
      Which of the first layers stay in float, with nothing stored between them: none, or auto (those \
      with small filters, where that leaves a third less noise at objects; with --format qoperator, \
      for no target or onnxruntime). Default: auto, with --effort fast none.
      """)
  var floatFront: QuantizationOptions.FloatFront?

  @Option(
    help: ArgumentHelp(
      "How many of the most sensitive layers stay in float. Default: 0.", valueName: "number"))
  var floatLayers: Int?

  /// What a budget leaves as it is, as it is given.
  var given: Set<String> {
    let options: [(String, Bool)] = [
      ("ranges", ranges != nil), ("tensorRanges", tensorRanges != nil),
      ("activationAware", activationAware != nil), ("weightScales", weightScales != nil),
      ("rounding", rounding != nil), ("biasCorrection", biasCorrection != nil),
      ("equalization", equalization != nil), ("floatFront", floatFront != nil),
      ("floatLayers", floatLayers != nil),
      ("w8a16Layers", wideLayers != nil),
    ]
    return Set(options.filter(\.1).map(\.0))
  }

  @Option(
    name: .customLong("w8a16-layers"),
    help: ArgumentHelp(
      """
      With --format qdq: how many of the most sensitive layers have 16-bit activations around them, \
      beside 8-bit weights, for runtimes that have such. Default: 0.
      """, valueName: "number"))
  var wideLayers: Int?

  /// The same in terms of the library.
  var options: QuantizationOptions {
    var options = QuantizationOptions(effort: effort)
    if let ranges { options.ranges = ranges }
    if let tensorRanges { options.tensorRanges = tensorRanges }
    if let percentile { options.percentile = percentile }
    if let activationAware { options.isActivationAware = activationAware }
    if let weightScales { options.weightScales = weightScales }
    if let rounding { options.rounding = rounding }
    if let biasCorrection { options.correctsBias = biasCorrection }
    if let equalization { options.equalization = equalization }
    if let floatFront { options.floatFront = floatFront }
    if let floatLayers { options.floatLayers = floatLayers }
    return options
  }
}

extension QuantizationOptions.Effort: ExpressibleByArgument {}
extension QuantizationOptions.FloatFront: ExpressibleByArgument {}
extension QuantizationOptions.Equalization: ExpressibleByArgument {}
extension QuantizationOptions.Ranges: ExpressibleByArgument {}
extension QuantizationOptions.TensorRanges: ExpressibleByArgument {}
extension WeightQuantizer.ScaleRule: ExpressibleByArgument {}
extension QuantizationOptions.Rounding: ExpressibleByArgument {}
