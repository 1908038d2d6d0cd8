import Digests
import Pipeline
import Provenance
import Quantization
import Text
import Vision

extension ModelBuild {
  /// The name of the report of the quantization.
  static let quantizationName = "quantize.json"

  /// What the INT8 model depends on, and how it is made; nil where there is to be none.
  ///
  /// - Throws: a `Failure` (usage) when it is not known where the images are.
  func quantization(
    _ made: BuiltSteps
  ) throws -> (StepRunner.Step, (StepRunner.Place) throws -> Void)? {
    guard let parameters = recipe.quantization, let set = recipe.calibration else { return nil }
    let float = try made.file(.convert, floatName)
    let record = try made.file(.convert, ProvenanceRecord.path(for: floatName))
    let declarations = int8Declarations(set)
    var inputs = StepInputs()
    inputs.add(run(parameters, "").command)
    try inputs.add(declarations)
    inputs.files = inputs.files.merging(
      ["float model": float.digest, "record of the float model": record.digest]) { $1 }
    let outputs = [
      int8Name, ProvenanceRecord.path(for: int8Name), ModelBuild.quantizationName,
    ]
    guard let images = try ImageSelection(set, of: recipe, given: settings.calibration) else {
      throw PipelineError.usage(
        "\(recipe.name): is calibrated with \(set.name); say where the images "
          + "are\(with: .calibration)")
    }
    inputs.images = images.digests
    let step = StepRunner.Step(
      name: StepName.quantize.rawValue, inputs: inputs, outputs: outputs)
    return (
      step,
      { place throws in
        try quantize(place, (float, record), parameters, images, declarations)
      }
    )
  }

  private func quantize(
    _ place: StepRunner.Place, _ float: (model: Contents, record: Contents),
    _ parameters: Recipe.QuantizationParameters, _ images: ImageSelection,
    _ declarations: Declarations
  ) throws {
    let model = "\(place.inputs)/\(floatName)"
    let list = try needed(images).lay(in: place.inputs)
    try store.place(float.model, at: model)
    try store.place(float.record, at: ProvenanceRecord.path(for: model))
    var run = run(parameters, model)
    run.calibration = list
    run.declarations = declarations
    run.naming = .names
    run.threads = threads
    let output = "\(place.outputs)/\(int8Name)"
    let made = try run.run()
    note(made.skipped.failures.map { "skipped \(Lines($0))" })
    let summary = try made.write(
      to: .init(model: output, report: "\(place.outputs)/\(ModelBuild.quantizationName)"),
      circumstances: false)
    note(summary.warnings)
  }

  /// Images that were looked for, rather than only listed.
  private func needed(_ images: ImageSelection) throws -> ImageSelection {
    guard images.entries.allSatisfy({ $0.path != nil }) else {
      throw PipelineError.usage(
        "\(recipe.name): is calibrated with \(images.set.name); say where the images "
          + "are\(with: .calibration)")
    }
    return images
  }

  private func int8Declarations(_ set: Recipe.ImageSet) -> Declarations {
    var declarations = recipe.declarations(title: "\(recipe.title) INT8")
    declarations.entries = declarations.entries.filter { $0.key == .model }
    declarations[.calibration] = recipe.entry(set.terms, urls: set.urls)
    declarations.calibrationName = set.name
    return declarations
  }

  private func run(
    _ parameters: Recipe.QuantizationParameters, _ model: String
  ) -> QuantizationRun {
    var run = QuantizationRun(model: model)
    run.options = parameters.options
    // As the report asks for it, so that the options of a run without one are the same.
    run.options.measuresLayers = true
    run.preprocessing = parameters.resize == .stretch ? .stretch : nil
    run.opset = parameters.opset
    return run
  }
}
