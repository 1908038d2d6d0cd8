import Digests
import Pipeline
import Provenance
import Quantization
import Text
import Vision

extension ModelBuild {
  /// The name of the report of the quantization.
  static let quantizationName = "quantize.json"

  /// An INT8 model; nothing where there is to be none.
  ///
  /// - Throws: a `Failure` (usage) when it is not known where the images are.
  func quantization(
    _ variant: Recipe.Variant, _ made: BuiltSteps
  ) throws -> StepWork {
    guard let parameters = recipe.parameters(of: variant), let set = recipe.calibration else {
      return .nothing
    }
    let name = recipe.fileName(of: variant)
    let float = try made.file(.convert, floatName)
    let record = try made.file(.convert, ProvenanceRecord.path(for: floatName))
    let declarations = int8Declarations(variant, set)
    var inputs = StepInputs()
    try inputs.add(declarations)
    inputs.files = inputs.files.merging(
      ["float model": float.digest, "record of the float model": record.digest]) { $1 }
    let outputs = [name, ProvenanceRecord.path(for: name), ModelBuild.quantizationName]
    guard let images = try ImageSelection(set, of: recipe, given: settings.calibration) else {
      inputs.add(run(parameters, "", nil).command)
      let step = StepRunner.Step(name: variant.madeBy.rawValue, inputs: inputs, outputs: outputs)
      if onlyFinds, let kept = try kept(step) { return .kept(kept) }
      throw PipelineError.usage(
        "\(recipe.name): is calibrated with \(set.name); say where the images "
          + "are\(with: .calibration)")
    }
    inputs.add(run(parameters, "", images).command)
    inputs.images = images.digests
    if let sampling = images.sampling {
      inputs.files["names of the images that are drawn from"] = sampling.population.digest
    }
    let step = named(
      StepRunner.Step(name: variant.madeBy.rawValue, inputs: inputs, outputs: outputs))
    /// The run with its files laid out.
    func laid(_ place: StepRunner.Place) throws -> QuantizationRun {
      let model = "\(place.inputs)/\(floatName)"
      try store.place(float, at: model)
      try store.place(record, at: ProvenanceRecord.path(for: model))
      var run = run(parameters, model, images)
      run.calibration = try needed(images).lay(in: place.inputs)
      run.declarations = declarations
      run.naming = .names
      run.threads = threads
      if let decided = form.equalization {
        let read: [ChannelEqualization] = try step.parts(
          [decided], called: StepForm.equalizing(step.name))
        run.equalization = read.first
      }
      return run
    }
    var maker = StepMaker { place throws in
      var run = try laid(place)
      run.parts = try step.parts(form.parts)
      let made = try run.run()
      note(made.skipped.failures.map { "skipped \(Lines($0))" })
      let summary = try made.write(
        to: .init(
          model: "\(place.outputs)/\(name)",
          report: "\(place.outputs)/\(ModelBuild.quantizationName)"),
        circumstances: false)
      note(summary.warnings)
    }
    maker.part = { place, part in try laid(place).calibrationPart(part) }
    if parameters.options.equalizesByImages {
      maker.equalization = { place in try laid(place).decidedEqualization() }
    }
    return .make(step, maker)
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

  private func int8Declarations(
    _ variant: Recipe.Variant, _ set: Recipe.ImageSet
  ) -> Declarations {
    let runtime = variant.target.map { " for \($0.title)" } ?? ""
    var declarations = recipe.declarations(title: "\(recipe.title) INT8\(runtime)")
    declarations.entries = declarations.entries.filter { $0.key == .model }
    declarations[.calibration] = recipe.entry(set.terms, urls: set.urls)
    declarations.calibrationName = set.name
    return declarations
  }

  private func run(
    _ parameters: Recipe.QuantizationParameters, _ model: String, _ images: ImageSelection?
  ) -> QuantizationRun {
    var run = QuantizationRun(model: model)
    run.choice = images?.sampling.map { .drawn($0) } ?? .all
    run.options = parameters.options
    // As the report asks for it, so that the options of a run without one are the same.
    run.options.measuresLayers = true
    switch parameters.resize {
    case .stretch: run.preprocessing = .stretch
    case .crop: run.preprocessing = .centerCrop
    case .letterbox: run.preprocessing = .letterbox()
    case nil: break
    }
    run.opset = parameters.opset
    return run
  }
}
