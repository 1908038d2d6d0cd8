import Files
import Graph
import Text

/// One run of a model on a raw tensor.
public struct ForwardPass: Sendable {
  private let model: Model
  private let input: String
  private let execution: Execution
  /// Whether files in the folders that are written to are replaced.
  public var replacement = Replacement.own

  /// A run on the file `input`: what the model takes, row-major: float32 values in little-endian order,
  /// or bytes.
  public init(model: Model, input: String, execution: Execution) {
    self.model = model
    self.input = input
    self.execution = execution
  }

  /// Runs the model and writes what is asked for.
  ///
  /// - Parameters:
  ///   - dump: where every darknet layer's output goes, as `layer_NNN`; nil for nowhere.
  ///   - output: where the outputs go, as `output_0` and so on; nil for nowhere.
  /// - Throws: a `Failure`.
  public func run(dump: String?, output: String?) throws {
    guard dump == nil || execution.runtime == .native else {
      throw PipelineError.usage(
        "only the native engine reports what every layer computes; choose it"
          + "\(with: .runtime, "native"), or ask for the outputs alone")
    }
    let file = try inputFile()
    // Its size tells whether it is the input at all, before it is read.
    let batch = try batch(of: file.count / elementSize)
    let elements =
      elementSize == 1
      ? file.withUnsafeBytes { $0.map { Float($0) } }
      : [Float](unsafeUninitializedCapacity: file.count / 4) { target, count in
        file.withUnsafeBytes { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
        count = file.count / 4
      }
    let layers = dump == nil ? [] : model.graph.layerOutputs.sorted { $0.key < $1.key }
    let runner = try model.runner(
      batch: batch, observing: Set(layers.map(\.value)), execution: execution)
    let outputs = try runner.run([elements])
    if let dump, case .native(let session) = runner {
      if layers.isEmpty {
        throw PipelineError.usage(
          "\(model.path): does not tell which tensors are darknet layers; use -o")
      }
      func name(_ layer: Int) -> String {
        let digits = String(layer)
        return "layer_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      }
      var target = try LayerDump(
        to: dump, names: layers.map { name($0.key) }, replacing: replacement)
      for (layer, value) in layers {
        try target.write(
          name(layer), session.read(value), shape: session.plan.graph[value].type.shape.dimensions)
      }
      try target.commit()
    }
    if let output {
      var target = try LayerDump(
        to: output, names: outputs.indices.map { "output_\($0)" }, replacing: replacement)
      for (position, output) in outputs.enumerated() {
        try target.write("output_\(position)", output.elements, shape: output.shape)
      }
      try target.commit()
    }
  }

  private func inputFile() throws -> MappedFile {
    let file = try MappedFile(path: input)
    guard file.count.isMultiple(of: elementSize) else {
      throw PipelineError.malformed(
        "\(input): has \(file.count) bytes, which is no whole number of float32 values")
    }
    return file
  }

  /// The bytes of one value of the input.
  private var elementSize: Int {
    model.graph.inputs.first.map { model.graph[$0].type.element.byteCount } ?? 4
  }

  /// The images in the file; nil for the batch the model has.
  private func batch(of count: Int) throws -> Int? {
    guard let value = model.graph.inputs.first, model.graph.inputs.count == 1 else {
      throw PipelineError.usage("\(model.path): takes \(model.graph.inputs.count) inputs, not one")
    }
    let shape = model.graph[value].type.shape
    if count == shape.count { return nil }
    let image = shape.count / max(shape.dimensions.first ?? 1, 1)
    let isMultiple = image > 0 && count > 0 && count.isMultiple(of: image)
    if isMultiple, model.graph.isBatchDynamic || Checkpoint.isCfg(model.path) {
      return count / image
    }
    throw PipelineError.malformed(
      "\(input): holds \(count) values, but the input of \(model.path) has the shape \(shape), "
        + "that is \(shape.count)")
  }
}
