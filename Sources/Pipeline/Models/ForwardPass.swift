import Files
import Graph
import Text

/// A model run on raw tensors: once, or several times one after the other.
public struct ForwardPass: Sendable {
  private let model: Model
  private let input: String
  private let execution: Execution
  /// How many runs follow each other, each with what the one before left in the states of the model;
  /// nil for one run whose results stand in no folder of a step.
  public var steps: Int?
  /// Whether files in the folders that are written to are replaced.
  public var replacement = Replacement.own

  /// A run on the file `input`: what the model takes, row-major: float32 values in little-endian order,
  /// or bytes; of several steps one after the other; or an image, see `RunInput`.
  public init(model: Model, input: String, execution: Execution) {
    self.model = model
    self.input = input
    self.execution = execution
  }

  /// Runs the model and writes what is asked for.
  ///
  /// - Parameters:
  ///   - dump: where every darknet layer's output goes, as `layer_NNN`; nil for nowhere.
  ///   - output: where the outputs go, as `output_0` and so on; nil for nowhere. Where there are
  ///     steps, both stand in `step_0` and so on.
  /// - Throws: a `Failure`.
  public func run(dump: String?, output: String?) throws {
    guard dump == nil || execution.runtime == .native else {
      throw PipelineError.usage(
        "only the native engine reports what every layer computes; choose it"
          + "\(with: .runtime, "native"), or ask for the outputs alone")
    }
    var batch: Int?
    let elements = try RunInput(input, of: model).values { batch = try self.batch(of: $0) }
    let layers = dump == nil ? [] : model.graph.layerOutputs.sorted { $0.key < $1.key }
    if dump != nil, layers.isEmpty {
      throw PipelineError.usage(
        "\(model.path): does not tell which tensors are darknet layers; use -o")
    }
    let runner = try model.runner(
      batch: batch, observing: Set(layers.map(\.value)), execution: execution)
    var dumped: Results?
    if let dump {
      dumped = try Results(in: dump, steps, layers.map { Layer.name($0.key) }, replacement)
    }
    var given: Results?
    if let output {
      let names = model.graph.outputs.indices.map { "output_\($0)" }
      given = try Results(in: output, steps, names, replacement)
    }
    let length = elements.count / (steps ?? 1)
    var states: [[Float]] = []
    for step in 0..<(steps ?? 1) {
      let outcome = try runner.run(
        [Array(elements[step * length..<(step + 1) * length])], after: states)
      states = outcome.states
      if case .native(let session) = runner {
        let graph = session.plan.graph
        try dumped?.write(
          step, layers.map { (session.read($0.value), graph[$0.value].type.shape.dimensions) })
      }
      try given?.write(step, outcome.outputs.map { ($0.elements, $0.shape) })
    }
    if let results = dumped.take() { try results.commit() }
    if let results = given.take() { try results.commit() }
  }

  /// The images of a step; nil for the batch the model has.
  private func batch(of count: Int) throws -> Int? {
    guard let value = model.graph.inputs.first, model.graph.inputs.count == 1 else {
      throw PipelineError.usage("\(model.path): takes \(model.graph.inputs.count) inputs, not one")
    }
    if let steps, steps < 1 || !count.isMultiple(of: steps) {
      throw PipelineError.malformed(
        "\(input): holds \(count) values, which \(counted(steps, "step")) cannot share equally")
    }
    let shape = model.graph[value].type.shape
    let ofStep = count / (steps ?? 1)
    if ofStep == shape.count { return nil }
    let image = shape.count / max(shape.dimensions.first ?? 1, 1)
    let isMultiple = image > 0 && ofStep > 0 && ofStep.isMultiple(of: image)
    if isMultiple, model.graph.isBatchDynamic || Checkpoint.isCfg(model.path) {
      return ofStep / image
    }
    let whose = steps == nil ? "" : " for each step"
    throw PipelineError.malformed(
      "\(input): holds \(ofStep) values\(whose), but the input of \(model.path) has the shape "
        + "\(shape), that is \(shape.count)")
  }
}

/// Tensors that each step writes under the same names.
private struct Results: ~Copyable {
  private var target: LayerDump
  private let names: [[String]]

  init(in place: String, _ steps: Int?, _ names: [String], _ replacement: Replacement) throws {
    self.names =
      steps.map { count in
        (0..<count).map { step in names.map { "step_\(step)/\($0)" } }
      } ?? [names]
    target = try LayerDump(to: place, names: self.names.flatMap { $0 }, replacing: replacement)
  }

  mutating func write(_ step: Int, _ tensors: [(elements: [Float], shape: [Int])]) throws {
    for (name, tensor) in zip(names[step], tensors) {
      try target.write(name, tensor.elements, shape: tensor.shape)
    }
  }

  consuming func commit() throws { try target.commit() }
}

private enum Layer {
  /// `layer_NNN`.
  static func name(_ layer: Int) -> String {
    let digits = String(layer)
    return "layer_" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}
