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
      How 8-bit arithmetic is expressed: qoperator (integers from the first layer to the heads, for \
      FPGA and NPU flows) or qdq (float operators between quantize and dequantize pairs, for \
      OpenVINO and compilers that fuse them).
      """)
  var format = QuantizationOptions.Format.qoperator

  @Option(
    help: """
      How heads are stored: split (8 bits, a scale of their own for positions, sizes, objectness and \
      classes), int32 (whole sums, a scale for each channel), float (not quantized), or single (8 \
      bits with one scale, which costs accuracy). Default: split for qoperator, int32 for qdq.
      """)
  var head: QuantizationOptions.HeadForm?

  @Option(
    help: """
      With --format qdq: quantize fused, behind activations only, which is what compilers fuse, or \
      explicit, in front of them as well, which is what onnxruntime runs in integers on a CPU. \
      Default: fused.
      """)
  var qdq: QuantizationOptions.QDQ?

  @Option(help: "The type of activations: uint8 or int8 (12 times slower on x86).")
  var activationType = QuantizationOptions.ActivationType.uint8

  @Option(help: "What shares a scale of weights: per-channel or per-tensor.")
  var granularity = WeightQuantizer.Granularity.perChannel

  @Flag(help: "Limit weights to ±64, for hardware whose sums of two products saturate.")
  var reduceRange = false

  @Option(
    help: """
      Operators that may be used: microsoft (those of ONNX and the 8-bit ones of ONNX Runtime) or \
      standard (those of ONNX alone; what they cannot express is computed in float).
      """)
  var domain = QuantizationOptions.Domain.microsoft

  @Option(
    help: """
      What the outputs are: raw, decoded, nms, yolov5, yolov8, deepstream or efficientnms, as in \
      convert. What decodes computes in float. Default: as in the model.
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
    options.format = format
    options.head = head
    options.qdq = qdq ?? .fused
    options.activationType = activationType
    options.granularity = granularity
    options.isRangeReduced = reduceRange
    options.domain = domain
  }

  /// What is allowed but costs accuracy.
  var warnings: [Lines] {
    guard head == .single else { return [] }
    return [
      "--head single stores positions, sizes, objectness and classes of a head with one 8-bit "
        + "scale, which costs several AP points; use split where the hardware can"
    ]
  }
}

extension QuantizationOptions.Format: ExpressibleByArgument {}
extension QuantizationOptions.HeadForm: ExpressibleByArgument {}
extension QuantizationOptions.Domain: ExpressibleByArgument {}
extension QuantizationOptions.QDQ: ExpressibleByArgument {}
extension QuantizationOptions.ActivationType: ExpressibleByArgument {}
extension WeightQuantizer.Granularity: ExpressibleByArgument {}
