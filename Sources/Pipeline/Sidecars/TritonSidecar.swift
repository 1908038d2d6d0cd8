import Graph
import ONNX
import Text

/// A model repository for NVIDIA Triton Inference Server.
///
/// Layout: https://github.com/triton-inference-server/server, `docs/user_guide/model_repository.md`;
/// the schema of `config.pbtxt`: https://github.com/triton-inference-server/common,
/// `protobuf/model_config.proto`.
enum TritonSidecar {
  static let receiver = SidecarReceiver(
    name: "triton", purpose: "a model repository of NVIDIA Triton Inference Server",
    demands: [.labels], options: [.batch], make: make)

  /// The most images of a run where nothing else is asked for.
  private static let usualBatch = 8

  private static func make(
    _ source: SidecarSource, _ inputs: SidecarInputs
  ) throws -> Sidecar {
    let interface = source.interface
    // What is not stated cannot be written down, and a server that is asked to complete it is not
    // asked for a configuration.
    let unknown = (interface.inputs + interface.outputs).filter { $0.extents == nil }
    guard unknown.isEmpty else {
      throw PipelineError.usage(
        "\(source.path): states no shape of \(unknown.map(\.name).joined(separator: ", ")); add it with "
          + "onnx.shape_inference")
    }
    // Triton puts the images of several requests into one run only where the first axis of every
    // input and output is that of the images.
    let all = interface.inputs + interface.outputs
    let isFree = interface.inputs.contains { $0.extents?.first == .some(nil) }
    let isBatched = isFree && all.allSatisfy { isOfImages($0, source) }
    guard isBatched || inputs.batch == nil else {
      throw PipelineError.usage(
        "\(source.path): has a tensor whose first axis is not that of the images, so Triton runs each "
          + "request by itself, and a batch would change nothing; leave out the batch, or convert the "
          + "model\(with: .heads, OutputForm.decoded.rawValue)")
    }
    var notes: [Lines] = []
    if isFree, !isBatched {
      notes.append(
        "\(source.path): has an output whose first axis is not that of the images, so Triton does not put "
          + "images of several requests into one run; without suppression in the model it does"
          + "\(with: .heads, OutputForm.decoded.rawValue)")
    }
    var config = TritonConfigWriter()
    config.field("name", source.name)
    config.field("platform", "onnxruntime_onnx")
    config.field("max_batch_size", isBatched ? inputs.batch ?? usualBatch : 0)
    for input in interface.inputs { config.tensor("input", input, isBatched: isBatched) }
    for output in interface.outputs {
      config.tensor(
        "output", output, isBatched: isBatched,
        labels: isClassification(output, source) ? source.labelsFile.path : nil)
    }
    if isBatched { config.line("dynamic_batching { }") }
    if !interface.outputs.contains(where: { isClassification($0, source) }) {
      // Of an output of boxes, a file of labels would name the numbers of boxes.
      config.parameter("labels", source.labelsFile.path)
    }
    return Sidecar(
      files: [
        SidecarFile("\(source.name)/1/model.onnx", .model(adding: [])),
        SidecarFile("\(source.name)/\(source.labelsFile.path)", source.labelsFile.content),
        SidecarFile("\(source.name)/config.pbtxt", .text(config.text)),
      ], notes: notes)
  }

  /// Whether the first axis of a tensor is that of the images. The indices that a suppression gives
  /// have a free one too, which is another.
  private static func isOfImages(
    _ tensor: FileInterface.Tensor, _ source: SidecarSource
  ) -> Bool {
    guard let first = tensor.extents?.first, first == nil else { return false }
    let isSuppressed = source.form == OutputForm.nms.rawValue
    return !(isSuppressed && tensor == source.interface.outputs.last)
  }

  /// Whether an output is a score for each class.
  private static func isClassification(
    _ tensor: FileInterface.Tensor, _ source: SidecarSource
  ) -> Bool {
    guard source.form == nil, let extents = tensor.extents, extents.count >= 2 else { return false }
    return extents[1] == source.labels.count && extents.dropFirst(2).allSatisfy { $0 == 1 }
  }
}
