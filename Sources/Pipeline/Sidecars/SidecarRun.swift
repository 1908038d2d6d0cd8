import Files
import Graph
import Text

/// Files about a model for a program that is to run it.
public struct SidecarRun: Sendable {
  /// The program.
  public var receiver: SidecarReceiver
  /// The model: an ONNX file.
  public var model: Model
  /// A names file; nil for the names in the model.
  public var names: String?
  /// Images that the program quantizes with: a folder, or a list; nil for none.
  public var images: String?
  /// The most images of a run of a model whose batch is free; nil for what is usual for the program.
  public var batch: Int?
  /// Whether files in the folder are replaced.
  public var replacement = Replacement.own

  /// Files of a model for a program.
  public init(_ model: Model, for receiver: SidecarReceiver) {
    self.model = model
    self.receiver = receiver
  }

  /// What was written.
  public struct Outcome: Hashable, Sendable {
    /// The paths of the files, in the folder's name.
    public var files: [String]
    /// Things worth saying.
    public var notes: [Lines]
  }

  /// Writes the files into a folder, which is made where it is not there. Each appears whole, and all
  /// of them or none; a model that lies in the folder already stays as it is.
  ///
  /// - Throws: a `Failure`.
  public func write(to folder: String) throws -> Outcome {
    guard !Checkpoint.isCfg(model.path) else {
      throw PipelineError.usage(
        "\(model.path): is a cfg, and what is written here goes with an ONNX file; first `darkroom "
          + "convert CFG WEIGHTS -o OUT.onnx`, then give it OUT.onnx")
    }
    let source = try SidecarSource(model, names: names)
    var inputs = SidecarInputs(batch: batch)
    try check(source)
    if let images, let input = source.inputContract {
      inputs.images = try SidecarImages(of: images, for: input)
    }
    let sidecar = try receiver.make(source, inputs)
    let writer = SidecarWriter(
      folder: folder, model: model.file, images: inputs.images, replacement: replacement)
    let leftovers = try writer.write(sidecar)
    return Outcome(
      files: sidecar.files.map { "\(folder)/\($0.path)" },
      notes: (inputs.images?.problems ?? []) + sidecar.notes + leftovers)
  }

  /// - Throws: everything that keeps the model from being the receiver's.
  private func check(_ source: SidecarSource) throws {
    var problems: [any Error] = receiver.demands.compactMap { $0.problem(of: source) }
    if images != nil, let problem = misplaced(.images, "images are", .images) {
      problems.append(problem)
    }
    if batch != nil {
      if let problem = misplaced(.batch, "a batch is", .batch) {
        problems.append(problem)
      } else if let fixed = source.fixedBatch {
        problems.append(
          PipelineError.usage(
            "\(source.path): takes \(counted(fixed, "image")) at once and no other number; leave out the "
              + "batch, or convert it\(with: .batch, "dynamic")"))
      }
    }
    try SeveralFailures.check(problems)
  }

  private func misplaced(
    _ option: SidecarOption, _ what: Lines, _ setting: Setting
  ) -> PipelineError? {
    guard !receiver.options.contains(option) else { return nil }
    let takers = SidecarReceiver.all.filter { $0.options.contains(option) }.map(\.name)
    return .usage(
      "\(what) given\(with: setting), which is for \(takers.joined(separator: ", ")); \(receiver.name) "
        + "does not take any")
  }
}
