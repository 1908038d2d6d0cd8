/// An ONNX file that breaks a rule of a target on purpose.
struct BrokenModel: Sendable, CustomStringConvertible {
  /// How it is broken.
  enum Way: Sendable {
    /// `quantize --target` with options that override what the target chooses.
    case options([String])
    /// The model of the target, or of another, changed by `Tests/Peers/broken_models.py`.
    case edit(String, of: String?)
  }

  let target: String
  let rule: String
  let way: Way

  var description: String { "\(target): \(rule)" }

  private static func options(_ target: String, _ rule: String, _ text: String) -> BrokenModel {
    BrokenModel(
      target: target, rule: rule, way: .options(text.split(separator: " ").map(String.init)))
  }

  private static func edit(
    _ target: String, _ rule: String, _ edit: String, of other: String? = nil
  ) -> BrokenModel {
    BrokenModel(target: target, rule: rule, way: .edit(edit, of: other))
  }

  /// For each rule of each target a file.
  static let all: [BrokenModel] =
    [
      "onnxruntime", "openvino", "tensorrt", "qnn", "rknn", "xint8", "stm32", "litert", "opencv",
      "hardware",
    ].flatMap {
      [
        edit($0, "not-empty", "empty", of: "openvino"),
        edit($0, "values-computed", "unsorted", of: "openvino"),
        edit($0, "shapes-agree", "wrong-shape", of: "openvino"),
      ]
    } + [
      edit("onnxruntime", "opset", "opset"),
      edit("onnxruntime", "ir-version", "ir-version"),
      options("onnxruntime", "activations-uint8", "--activation-type int8"),
      options(
        "onnxruntime", "activations-8-bit",
        "--format qdq --qdq explicit --activation-type uint16"),
      options("onnxruntime", "results-quantized", "--format qdq"),
      options("onnxruntime", "biases-int32", "--format qdq --qdq explicit --bias int8"),

      options("openvino", "integer-convolutions-per-channel", "--format qoperator"),
      options(
        "openvino", "integer-convolutions-per-tensor", "--format qoperator --granularity per-tensor"
      ),
      options("openvino", "domain-standard", "--format qoperator"),
      options("openvino", "activations-uint8", "--activation-type int8"),
      options("openvino", "activations-8-bit", "--activation-type uint16"),
      edit("openvino", "weights-int8", "uint8-weights"),
      edit("openvino", "pads-zero-point", "padding"),

      options("tensorrt", "domain-standard", "--format qoperator --bias int32"),
      options("tensorrt", "no-integer-operators", "--format qoperator --bias int32"),
      edit("tensorrt", "opset", "opset"),
      edit("tensorrt", "operators-known", "unknown-operator"),
      options("tensorrt", "activations-int8", "--activation-type uint8"),
      options("tensorrt", "activations-symmetric", "--symmetry asymmetric"),
      edit("tensorrt", "activations-per-tensor", "channel-scales"),
      edit("tensorrt", "weights-int8", "uint8-weights"),
      edit("tensorrt", "weights-axis", "weights-axis"),
      options("tensorrt", "biases-float", "--bias int32"),
      edit("tensorrt", "scales-positive", "zero-scale"),
      edit("tensorrt", "inputs-quantized", "float-input"),
      options("tensorrt", "no-pair-before-activations", "--qdq explicit"),
      edit("tensorrt", "branches-quantized", "float-branches"),

      options("qnn", "domain-standard", "--format qoperator"),
      options("qnn", "no-integer-operators", "--format qoperator"),
      options("qnn", "shapes-fixed", "--batch dynamic"),
      edit("qnn", "operators-known", "unknown-operator"),
      options("qnn", "activations-uint8", "--activation-type int8"),
      options("qnn", "results-quantized", "--qdq fused"),
      options("qnn", "heads-quantized", "--head int32"),
      options("qnn", "no-short-biases", "--bias int8"),

      options("rknn", "domain-standard", "--format qoperator"),
      options("rknn", "no-integer-operators", "--format qoperator"),
      options("rknn", "opset", "--opset 20"),
      options("rknn", "shapes-fixed", "--batch dynamic"),
      edit("rknn", "zero-points-given", "no-zero-points"),
      options("rknn", "no-suppression", "--heads nms"),
      edit("rknn", "operators-known", "round-operator"),

      options("xint8", "domain-standard", "--format qoperator --bias int32"),
      options("xint8", "no-integer-operators", "--format qoperator --bias int32"),
      edit("xint8", "operators-known", "unknown-operator"),
      options("xint8", "activations-int8", "--activation-type uint8"),
      options("xint8", "activations-symmetric", "--symmetry asymmetric"),
      edit("xint8", "activations-per-tensor", "channel-scales"),
      edit("xint8", "weights-int8", "uint8-weights"),
      options("xint8", "weights-per-tensor", "--granularity per-channel"),
      options("xint8", "scales-power-of-two", "--scales any"),
      options("xint8", "biases-int8", "--bias int32"),
      options("xint8", "no-pair-before-activations", "--qdq explicit"),
      options("xint8", "leaky-slope", "--leaky-slope exact"),
      edit("xint8", "shift-of-sums", "scaled-weights"),
      edit("xint8", "shift-of-biases", "scaled-bias"),
      edit("xint8", "positions-of-sums", "distant-operands"),
      edit("xint8", "moves-aligned", "unaligned-pool"),

      options("stm32", "domain-standard", "--format qoperator"),
      options("stm32", "no-integer-operators", "--format qoperator"),
      options("stm32", "opset", "--opset 21"),
      options("stm32", "shapes-fixed", "--batch dynamic"),
      options("stm32", "batch-1", "--batch 2"),
      options("stm32", "activations-int8", "--activation-type uint8"),
      edit("stm32", "weights-int8", "uint8-weights"),
      edit("stm32", "activations-per-tensor", "channel-scales"),
      edit("stm32", "inputs-quantized", "float-input"),
      options("stm32", "results-quantized", "--qdq fused"),
      options("stm32", "heads-quantized", "--head int32"),

      edit("litert", "float", "ir-version", of: "openvino"),
      options("litert", "no-suppression", "--heads nms"),
      options("litert", "shapes-fixed", "--batch dynamic"),

      options("opencv", "no-suppression", "--heads nms"),
      options("opencv", "no-convinteger", "--format qoperator --head int32"),
      edit("opencv", "output-shapes", "no-output-shape"),
      options("opencv", "pointwise-tails", "--qdq explicit --pointwise all"),

      options("hardware", "integers-alone", "--format qdq"),
      options("hardware", "shapes-fixed", "--batch dynamic"),
      options("hardware", "batch-1", "--batch 2"),
    ]
}
