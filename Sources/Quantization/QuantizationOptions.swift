import Graph

/// What is made of a float network, and how its numbers are chosen.
public struct QuantizationOptions: Hashable, Sendable {
  /// How 8-bit arithmetic is expressed.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// Operators on stored numbers: integers from the first quantization to the heads.
    case qoperator
    /// Float operators between pairs of quantization and dequantization, which a runtime fuses.
    case qdq
  }

  /// How the convolution in front of a detection head gives its result.
  public enum HeadForm: String, Hashable, Sendable, CaseIterable {
    /// In 8 bits with a scale of their own for positions, sizes, objectness and classes.
    case split
    /// As the whole sums, with a scale for each channel.
    case int32
    /// In float: the convolution is not quantized.
    case float
    /// In 8 bits with one scale, which costs accuracy.
    case single
  }

  /// The operators that may be used.
  public enum Domain: String, Hashable, Sendable, CaseIterable {
    /// Those of ONNX and the 8-bit ones that ONNX Runtime adds (`com.microsoft`).
    case microsoft
    /// Those of ONNX alone; what they cannot express becomes a float island.
    case standard
  }

  /// Which factors the channels of feature maps get before anything is quantized.
  public enum Equalization: String, Hashable, Sendable, CaseIterable {
    case none
    /// From the filters alone.
    case weights
    /// From what the channels hold in the calibration pictures.
    case activations
  }

  /// How 8-bit arithmetic is expressed.
  public var format = Format.qoperator
  /// How many scales filters have.
  public var granularity = WeightQuantizer.Granularity.perChannel
  /// Whether filters are limited to ±64, for hardware whose pair sums saturate.
  public var isRangeReduced = false
  /// The type of activations: `uint8` or `int8`.
  public var activation = ElementType.uint8
  /// How the ranges of activations are chosen.
  public var ranges = RangeMethod.meanSquaredError
  /// Whether the range in front of an activation is chosen for the error behind it.
  public var isActivationAware = true
  /// How heads are stored; nil for the best the format can express.
  public var head: HeadForm?
  /// The operators that may be used.
  public var domain = Domain.microsoft
  /// With ranges by squared error: how far they go from there to all that was seen, 0 to 1.
  public var headroom: Float = 0.25
  /// Whether the QDQ form quantizes in front of activations too.
  public var isExplicit = false
  /// Whether the scales of filters are those of the least squared error.
  public var hasFittedScales = false
  /// Whether biases take up the mean error of each channel.
  public var correctsBias = false
  /// Whether filters are rounded for the error of the layer's result.
  public var roundsByMoments = false
  /// Which factors channels get.
  public var equalization = Equalization.none
  /// With equalization by activations: 0 changes nothing, 1 makes all channels equally large.
  public var equalizationStrength: Float = 0.5
  /// How many of the most sensitive layers stay in float.
  public var floatLayers = 0
  /// Whether the outputs of all layers are measured, rather than those of the network alone.
  public var measuresLayers = true
  /// The most inputs that the steps after the ranges look at.
  public var refinementInputs = 64

  /// Creates options: ranges by squared error and nothing more.
  public init() {}

  /// How heads are stored.
  public var headForm: HeadForm {
    head ?? (format == .qoperator ? .split : .int32)
  }

  /// The largest magnitude of a stored weight.
  public var weightLimit: Int { isRangeReduced ? 64 : 127 }

  /// The inputs that refinement may look at: every convolution takes another run on all of them, so
  /// that deep networks get fewer, though never fewer than 32.
  func refinementLimit(convolutions: Int) -> Int {
    guard refinementInputs < Int.max else { return refinementInputs }
    return min(refinementInputs, max(32, refinementInputs * 32 / max(convolutions, 1)))
  }

  /// How filters are rounded at first.
  var weightQuantizer: WeightQuantizer {
    WeightQuantizer(
      granularity: granularity, rule: hasFittedScales ? .leastError : .maximum, limit: weightLimit)
  }

  /// Whether what an activation reads is stored in 8 bits as well.
  var storesPreActivations: Bool { format == .qoperator || isExplicit }

  /// What was asked for, in words of the command line.
  var steps: [String] {
    var steps = [
      "format \(format.rawValue)", "head \(headForm.rawValue)",
      "granularity \(granularity == .perChannel ? Granularity.perChannel.rawValue : Granularity.perTensor.rawValue)",
      "ranges \(ranges.name.rawValue)" + (ranges.part.map { " \($0 * 100)" } ?? ""),
      "activation type \(activation.rawValue)",
      "domain \(domain.rawValue)",
    ]
    if format == .qdq { steps.append(isExplicit ? "qdq explicit" : "qdq fused") }
    if ranges == .meanSquaredError, headroom > 0 { steps.append("headroom \(headroom)") }
    if isActivationAware { steps.append("activation-aware") }
    if isRangeReduced { steps.append("reduced range") }
    if hasFittedScales { steps.append("fitted weight scales") }
    if equalization != .none { steps.append("equalization \(equalization.rawValue)") }
    if roundsByMoments { steps.append("rounding by second moments") }
    if correctsBias { steps.append("bias correction") }
    if floatLayers > 0 { steps.append("\(floatLayers) layers in float") }
    return steps
  }
}
