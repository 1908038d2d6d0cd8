import Graph
import Text

/// What NVIDIA DeepStream's Gst-nvinfer reads, with the parser of DeepStream-Yolo.
///
/// Keys: `DS_plugin_gst-nvinfer` of https://docs.nvidia.com/metropolis/deepstream/dev-guide. The
/// parser: https://github.com/marcoslucianops/DeepStream-Yolo at b451b036, whose exporters give one
/// tensor [N, B, 6] of left, top, right, bottom in pixels of the input, score, class.
enum DeepStreamSidecar {
  static let receiver = SidecarReceiver(
    name: "deepstream", purpose: "NVIDIA DeepStream, with the parser of DeepStream-Yolo",
    demands: [
      .labels, .imageInput, .floatInput, form,
      .precision(
        [.float32, .float16],
        reason: "nvinfer builds an engine of a float model, and one in FP16 where it has no table "
          + "of its own calibration"),
    ],
    options: [.batch], make: make)

  private static let form = SidecarDemand.form(
    ["deepstream-corners"],
    reading: "DeepStream-Yolo reads one output [N, B, 6] with the corners of boxes")
  private static let layout = SidecarLayout(axes: "[N, B, 6]", axis: 2, extent: { _ in 6 })
  /// The model's values are those of images divided by this.
  private static let largestByte = 255.0
  /// The most boxes of a class that are kept, as DeepStream-Yolo has it.
  private static let most = 300

  private static func make(
    _ source: SidecarSource, _ inputs: SidecarInputs
  ) throws -> Sidecar {
    guard let input = source.imageInput else { return Sidecar() }
    var notes = try layout.check(
      source, rows: "left, top, right, bottom in pixels of the input, score, class",
      remedy: "deepstream-corners")
    let isHalf = source.precision == .float16
    let batch = input.batch ?? inputs.batch ?? 1
    let precision = isHalf ? "fp16" : "fp32"
    let engine = "\(source.modelFile)_b\(batch)_gpu0_\(precision).engine"
    let defaults = Detector.Options()
    let lines = [
      "[property]",
      "gpu-id=0",
      "net-scale-factor=\(1 / largestByte)",
      // 0 is RGB, 1 is BGR, 2 is grey.
      "model-color-format=\(input.channels != 3 ? 2 : source.takesBGR ? 1 : 0)",
      "onnx-file=\(source.modelFile)",
      "model-engine-file=\(engine)",
      "labelfile-path=\(source.labelsFile.path)",
      "batch-size=\(batch)",
      // 0 is FP32, 2 is FP16.
      "network-mode=\(isHalf ? 2 : 0)",
      "num-detected-classes=\(source.labels.count)",
      "interval=0",
      "gie-unique-id=1",
      // The whole frame.
      "process-mode=1",
      // A detector.
      "network-type=0",
      // Non-maximum suppression.
      "cluster-mode=2",
      "maintain-aspect-ratio=1",
      "symmetric-padding=1",
      "parse-bbox-func-name=NvDsInferParseYolo",
      "custom-lib-path=nvdsinfer_custom_impl_Yolo/libnvdsinfer_custom_impl_Yolo.so",
      "",
      "[class-attrs-all]",
      "nms-iou-threshold=\(defaults.overlap)",
      "pre-cluster-threshold=\(defaults.threshold)",
      "topk=\(most)",
    ]
    if let value = source.contract.input?.letterboxValue, value != 0 {
      notes.append(
        "nvinfer fills what a frame does not cover with black, where the model was measured with the "
          + "grey value \(value)")
    }
    return Sidecar(
      files: [
        source.copy, source.labelsFile, SidecarFile("config_infer_primary.txt", lines: lines),
      ],
      leftovers: [
        SidecarLeftover(
          path: engine, use: "nvinfer runs it in the place of the model", handling: .refused)
      ], notes: notes)
  }
}
