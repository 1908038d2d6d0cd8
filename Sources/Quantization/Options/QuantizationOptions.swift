import Graph

/// What is made of a float network, and how its numbers are chosen.
public struct QuantizationOptions: Hashable, Sendable {
  /// How 8-bit arithmetic is expressed.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// Operators on quantized values: integers from the first quantization to the heads.
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
    /// In 8 bits with one scale. Channels are multiplied and shifted to one range, and back in float
    /// behind; hardware that computes integers alone has no such, which costs accuracy.
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
    /// From what the channels hold in the calibration images.
    case activations
    /// As `activations`; where a layer's weights have one scale as `weights`, if that measures less noise.
    case auto
  }

  /// Where the QDQ form quantizes.
  public enum QDQ: String, Hashable, Sendable, CaseIterable {
    /// Behind activations only, which is what compilers fuse.
    case fused
    /// In front of them as well.
    case explicit
    /// What convolutions read, and nothing else.
    case inputs
  }

  /// Which zero points activations have.
  public enum Symmetry: String, Hashable, Sendable, CaseIterable {
    /// Any: the range of a tensor is used in full.
    case asymmetric
    /// The middle one: 0 of int8, 128 of uint8.
    case symmetric
  }

  /// Which scales activations, weights and biases have.
  public enum Scales: String, Hashable, Sendable, CaseIterable {
    case any
    /// 2^k with a whole k.
    case powerOfTwo = "power-of-two"
  }

  /// How the QDQ form stores biases.
  public enum Bias: String, Hashable, Sendable, CaseIterable {
    /// In units of input scale times weight scale: what is added to integer sums as it is.
    case int32
    /// With one scale of their own for each convolution.
    case int8
    /// Not quantized.
    case float
  }

  /// Which 1x1 convolutions are quantized.
  public enum Pointwise: String, Hashable, Sendable, CaseIterable {
    case all
    /// Those whose result has a multiple of 8 cells, or is not stored at once: OpenCV 5.0 computes
    /// the last cells of others wrong.
    case multipleOf8 = "multiple-of-8"
  }

  /// The slope of leaky ReLU in the INT8 model.
  public enum LeakySlope: String, Hashable, Sendable, CaseIterable {
    /// darknet's, 0.1.
    case exact
    /// 26/256, what AMD's DPU computes in its place.
    case dpu
  }

  /// How a leaky ReLU behind a convolution is computed on integers.
  public enum Leaky: String, Hashable, Sendable, CaseIterable {
    /// From the 8-bit result of the convolution, by a table.
    case table
    /// As the sum of two 8-bit results of the convolution, one for each side of 0, so that nothing is
    /// rounded to 8 bits in front of the activation.
    case dual
    /// As `dual` where the noise that is spared is worth the time, otherwise as `table`.
    case auto
  }

  /// The type of activations.
  public enum ActivationType: String, Hashable, Sendable, CaseIterable {
    case uint8, int8
    /// 16 bits beside weights of 8, in the QDQ form alone.
    case uint16, int16

    /// The same of tensors.
    public var element: ElementType {
      switch self {
      case .uint8: .uint8
      case .int8: .int8
      case .uint16: .uint16
      case .int16: .int16
      }
    }

    /// The type of 16 bits with as many signs.
    var wide: ElementType { element == .int8 || element == .int16 ? .int16 : .uint16 }
  }

  /// How ranges of activations are chosen, see `RangeMethod`.
  public enum Ranges: String, Hashable, Sendable, CaseIterable {
    case mse, minmax, percentile, entropy
  }

  /// Which tensors have a range of their own.
  public enum TensorRanges: String, Hashable, Sendable, CaseIterable {
    /// One for what is moved or joined, the best for all that read it; parts of a concatenation are
    /// scaled anew only where that loses less, and images are 0 to 1.
    case shared
    /// What each tensor that is computed, joined or given holds by itself; what is only moved keeps that
    /// of its operand. So does ONNX Runtime's own tool.
    case own
  }

  /// How weights are rounded.
  public enum Rounding: String, Hashable, Sendable, CaseIterable {
    case nearest
    /// For the least error of the layer's result, by the second moments of its inputs.
    case moments
  }

  /// What the model is made for; nil where single options say what it is.
  public var target: DeploymentTarget?
  /// How 8-bit arithmetic is expressed.
  public var format = Format.qoperator
  /// How the hardware that the model is for makes 8-bit values of sums.
  public var requantization = Requantization.float
  /// Where the QDQ form quantizes.
  public var qdq = QDQ.fused
  /// How many scales filters have.
  public var granularity = WeightQuantizer.Granularity.perChannel
  /// Whether filters are limited to ±64, for hardware whose pair sums saturate.
  public var isRangeReduced = false
  /// The type of activations.
  public var activationType = ActivationType.uint8
  /// Which zero points activations have.
  public var symmetry = Symmetry.asymmetric
  /// Which scales everything has.
  public var scales = Scales.any
  /// How biases are stored in the QDQ form.
  public var bias = Bias.int32
  /// Which 1x1 convolutions are quantized.
  public var pointwise = Pointwise.all
  /// The slope of leaky ReLU.
  public var leakySlope = LeakySlope.exact
  /// How leaky ReLUs behind convolutions are computed on integers.
  public var leaky = Leaky.table
  /// How the ranges of activations are chosen.
  public var ranges = Ranges.mse
  /// Which tensors have a range of their own.
  public var tensorRanges = TensorRanges.shared
  /// With ranges by percentile: the percentage of numbers that is not clipped, 50 to 100.
  public var percentile = 99.99
  /// Whether the range in front of an activation is chosen for the error behind it.
  public var isActivationAware = true
  /// How heads are stored; nil for the best the format can express.
  public var head: HeadForm?
  /// The operators that may be used.
  public var domain = Domain.microsoft
  /// With ranges by squared error: how far they go from there to all that was seen, 0 to 1.
  public var headroom: Float = 0.25
  /// How the scales of filters are chosen.
  public var weightScales = WeightQuantizer.ScaleRule.maximum
  /// Whether biases take up the mean error of each channel.
  public var correctsBias = false
  /// How filters are rounded.
  public var rounding = Rounding.nearest
  /// Which factors channels get.
  public var equalization = Equalization.none
  /// With equalization by activations: 0 changes nothing, 1 makes all channels equally large.
  public var equalizationStrength: Float = 0.5
  /// Whether the first convolutions stay in float, with nothing stored between them.
  public var floatFront = FloatFront.none
  /// How many of the most sensitive layers stay in float.
  public var floatLayers = 0
  /// How many of the most sensitive layers have activations of 16 bits around them, beside weights of
  /// 8 bits; in the QDQ form alone.
  public var wideLayers = 0
  /// Whether the outputs of all layers are measured, rather than those of the network alone.
  public var measuresLayers = true
  /// The most images that the steps after the ranges look at; nil for all.
  public var refinementImages: Int? = 64

  /// Creates options: ranges by squared error and nothing more.
  public init() {}

  /// How heads are stored.
  public var headForm: HeadForm {
    head ?? (format == .qoperator ? .split : .int32)
  }

  /// Whether equalized channels depend on the calibration images.
  public var equalizesByImages: Bool { equalization == .activations || equalization == .auto }

  /// Whether the parts of a head with one scale get one range, which takes arithmetic in float behind it.
  /// Hardware that computes integers alone has nothing there, and a tensor with a range of its own is
  /// stored as it is.
  var evensHeads: Bool {
    target != .hardware && activationType.element.isByte && tensorRanges == .shared
  }

  /// The largest magnitude of a stored weight.
  public var weightLimit: Int { isRangeReduced ? 64 : 127 }

  /// How the ranges of activations are chosen.
  public var rangeMethod: RangeMethod {
    switch ranges {
    case .mse: .meanSquaredError
    case .minmax: .minMax
    case .percentile: .percentile(percentile / 100)
    case .entropy: .entropy
    }
  }

  /// The images that refinement may look at: every convolution takes another run on all of them, so
  /// that deep networks get fewer, though never fewer than 32.
  func refinementLimit(convolutions: Int) -> Int? {
    refinementImages.map { min($0, max(32, $0 * 32 / max(convolutions, 1))) }
  }

  /// How filters are rounded at first.
  ///
  /// - Parameter unit: what scales are to be a power of two times; nil for any scales.
  func weightQuantizer(unit: Float?) -> WeightQuantizer {
    WeightQuantizer(
      granularity: granularity, rule: weightScales, limit: weightLimit,
      unit: unit ?? (scales == .powerOfTwo ? 1 : nil), hasShortBiases: bias == .int8)
  }

  /// Which encodings activations may have.
  var encodingForm: EncodingForm { encodingForm(activationType.element) }

  /// Which encodings activations of 16 bits may have.
  var wideForm: EncodingForm { encodingForm(activationType.wide) }

  private func encodingForm(_ element: ElementType) -> EncodingForm {
    EncodingForm(
      element, isSymmetric: symmetry == .symmetric, hasPowerOfTwoScale: scales == .powerOfTwo)
  }

  /// Whether some activations have 16 bits.
  public var hasWideActivations: Bool { activationType.element.isWide || wideLayers > 0 }

  /// The function that the INT8 model computes where the network has another.
  func stored(_ function: Unary.Function) -> Unary.Function {
    leakySlope == .dpu && function == .leakyRelu(slope: 0.1)
      ? .leakyRelu(slope: 26 / 256) : function
  }

  /// Whether what an activation reads is stored in 8 bits as well.
  var storesPreActivations: Bool { format == .qoperator || qdq == .explicit }

  /// Whether nothing but what convolutions read is stored.
  var quantizesInputsAlone: Bool { format == .qdq && qdq == .inputs }

  /// Whether the form can have the sums of two sides for a leaky ReLU: one side has its zero point at
  /// the bottom and the other at the top, and the scales of both are those of the sum.
  /// Operators on integers need QLinearAdd, which is none of ONNX's own.
  public var allowsDualLeaky: Bool {
    storesPreActivations && symmetry == .asymmetric && scales == .any
      && activationType.element.isByte
      && (format == .qdq || domain == .microsoft)
  }

  /// Whether parts of a concatenation can be scaled anew: ONNX itself has no operator on integers for
  /// that, and hardware that only shifts has no multiplier.
  var allowsOwnRanges: Bool {
    scales == .any && (format == .qdq || domain == .microsoft)
  }
}
