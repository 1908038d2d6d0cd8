import ArgumentParser
import Graph
import ONNX
import Pipeline
import Quantization
import Text

/// What a quantized model looks like.
struct QuantizedFormArguments: ParsableArguments {
  @Option(
    help: """
      What the model is made for: chooses format, types, zero points, scales, biases and heads at \
      once; options below change single ones, with a warning where that breaks a rule of the target. \
      What each chooses: darkroom check --list. Without a target the model is in the form for \
      onnxruntime on CPUs.
      """)
  var target: DeploymentTarget?

  @Option(
    help: """
      How 8-bit arithmetic is expressed: qoperator (integers from the first layer to the heads: \
      onnxruntime, FPGA) or qdq (float operators between quantize and dequantize pairs: OpenVINO, \
      TensorRT and compilers of NPUs). Default: qoperator.
      """)
  var format: QuantizationOptions.Format?

  @Option(
    help: """
      How heads are stored: split (8 bits, a scale of their own for positions, sizes, objectness and \
      classes), int32 (whole sums, a scale for each channel), float (not quantized), or single (8 \
      bits with one scale for hardware that insists; constants in float behind it make up for that, but \
      for --target hardware). Default: split for qoperator, int32 for qdq.
      """)
  var head: QuantizationOptions.HeadForm?

  @Option(
    help: """
      With --format qdq: quantize fused, behind activations only, which is what compilers fuse, \
      explicit, in front of them as well, which is what onnxruntime runs in integers on a CPU, or \
      inputs, only what convolutions read, as TensorRT wants it. Default: fused.
      """)
  var qdq: QuantizationOptions.QDQ?

  @Option(
    help: """
      How the hardware that the model is for makes 8-bit values of sums: float (a float32 multiplier, \
      as onnxruntime), fixed (a 32-bit fixed-point multiplier and a rounding shift, as TFLite), or \
      shift (a rounding shift; scales of weights are chosen for it). The file says so, and darkroom \
      computes it exactly so; other programs take the float multiplier. Default: float.
      """)
  var requantization: Requantization?

  @Option(
    help: """
      The type of activations: uint8, int8 (12 times slower on x86), or with --format qdq uint16 or \
      int16 beside 8-bit weights, for runtimes that have such. Default: uint8.
      """)
  var activationType: QuantizationOptions.ActivationType?

  @Option(
    help: """
      Zero points of activations: asymmetric (any), or symmetric (0 of int8, 128 of uint8), for \
      hardware without zero points. Default: asymmetric.
      """)
  var symmetry: QuantizationOptions.Symmetry?

  @Option(
    help: "Scales of activations and weights: any, or power-of-two (shifts). Default: any.")
  var scales: QuantizationOptions.Scales?

  @Option(
    help: """
      With --format qdq, biases: int32 (added to integer sums as they are), int8 (with a scale of \
      their own) or float. Default: int32.
      """)
  var bias: QuantizationOptions.Bias?

  @Option(help: "What shares a scale of weights: per-channel or per-tensor. Default: per-channel.")
  var granularity: WeightQuantizer.Granularity?

  @Flag(help: "Limit weights to ±64, for hardware whose sums of two products saturate.")
  var reduceRange = false

  @Option(
    help: """
      Which 1x1 convolutions are quantized: all, or multiple-of-8, those whose result has a multiple \
      of 8 cells, since OpenCV 5.0 computes the last cells of others wrong. Default: all.
      """)
  var pointwise: QuantizationOptions.Pointwise?

  @Option(
    help: """
      The slope of leaky ReLU in the INT8 model: exact (0.1), or dpu (26/256, which AMD's DPU \
      computes). Default: exact.
      """)
  var leakySlope: QuantizationOptions.LeakySlope?

  @Option(
    help: """
      How leaky ReLUs behind convolutions are computed on integers: table (from 8 bits), dual (as the \
      sum of two results of the convolution, one for each side of 0, which loses less and takes the \
      convolution twice in runtimes that do not see that both are one) or auto (dual where what it \
      spares is worth that). Default: auto; with --effort fast, table.
      """)
  var leaky: QuantizationOptions.Leaky?

  @Option(
    help: """
      Operators that may be used: microsoft (those of ONNX and the 8-bit ones of ONNX Runtime) or \
      standard (those of ONNX alone; what they cannot express is computed in float). Default: \
      microsoft.
      """)
  var domain: QuantizationOptions.Domain?

  @Option(
    help: """
      What the outputs are: raw, decoded, nms, yolov5, yolov8, deepstream, deepstream-corners \
      or efficientnms, as in convert. What decodes computes in float. Default: as in the model.
      """)
  var heads: OutputForm?

  @OptionGroup var outside: InterfaceArguments

  @Option(
    help: ArgumentHelp(
      "The images of a run: 1 to 65536, or dynamic. Default: as in the model.",
      valueName: "number"))
  var batch: BatchArgument?

  @Option(
    help: ArgumentHelp("Class names, one on each line, to put into the model.", valueName: "file"),
    completion: .file())
  var names: String?

  @Option(
    help: """
      The ONNX operator set, \(ONNXVersion.writableOpsets.lowerBound) to \
      \(ONNXVersion.writableOpsets.upperBound); raised where an operator needs a newer one.
      """)
  var opset = 13

  /// Sets what these arguments decide.
  func apply(to run: inout QuantizationRun) {
    run.outputForm = heads
    run.interface = outside.interface
    run.batch = batch?.batch
    run.names = names
    run.opset = opset
  }

  /// Sets what these arguments decide.
  func apply(to options: inout QuantizationOptions) {
    if let target { options.choose(for: target) }
    if let format { options.format = format }
    if let requantization { options.requantization = requantization }
    if let head { options.head = head }
    if let qdq { options.qdq = qdq }
    if let activationType { options.activationType = activationType }
    if let symmetry { options.symmetry = symmetry }
    if let scales { options.scales = scales }
    if let bias { options.bias = bias }
    if let granularity { options.granularity = granularity }
    if reduceRange { options.isRangeReduced = true }
    if let pointwise { options.pointwise = pointwise }
    if let leakySlope { options.leakySlope = leakySlope }
    if let leaky { options.leaky = leaky }
    if let domain { options.domain = domain }
  }

  /// What a budget leaves as it is: the options that are given, and those that the target has chosen.
  var given: Set<String> {
    let options: [(String, Bool)] = [
      ("head", head != nil), ("granularity", granularity != nil), ("leaky", leaky != nil),
    ]
    let chosen = target.map { target in
      var options = QuantizationOptions()
      options.choose(for: target)
      return QuantizationOption.all.filter {
        $0.value(in: options) != $0.value(in: QuantizationOptions())
      }.map(\.name)
    }
    return Set(options.filter(\.1).map(\.0) + (chosen ?? []))
  }

  /// What is allowed but costs accuracy.
  var warnings: [Lines] {
    guard head == .single, target == .hardware else { return [] }
    return [
      "--head single stores positions, sizes, objectness and classes of a head with one 8-bit "
        + "scale, and --target hardware has nothing behind it that could make up for that, which costs "
        + "several AP points; use split where the hardware can"
    ]
  }
}

extension DeploymentTarget: ExpressibleByArgument {}
extension QuantizationOptions.Symmetry: ExpressibleByArgument {}
extension QuantizationOptions.Scales: ExpressibleByArgument {}
extension QuantizationOptions.Bias: ExpressibleByArgument {}
extension QuantizationOptions.Pointwise: ExpressibleByArgument {}
extension QuantizationOptions.LeakySlope: ExpressibleByArgument {}
extension QuantizationOptions.Leaky: ExpressibleByArgument {}
extension QuantizationOptions.Format: ExpressibleByArgument {}
extension Requantization: ExpressibleByArgument {}
extension QuantizationOptions.HeadForm: ExpressibleByArgument {}
extension QuantizationOptions.Domain: ExpressibleByArgument {}
extension QuantizationOptions.QDQ: ExpressibleByArgument {}
extension QuantizationOptions.ActivationType: ExpressibleByArgument {}
extension WeightQuantizer.Granularity: ExpressibleByArgument {}
