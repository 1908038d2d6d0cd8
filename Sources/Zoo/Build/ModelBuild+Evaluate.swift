import Digests
import Evaluation
import Files
import Pipeline
import Text

extension ModelBuild {
  /// The name of the report of an evaluation.
  static let evaluationName = "evaluate.json"

  /// The accuracy of a model; nothing where there are no annotated images for it.
  func evaluation(
    _ variant: Recipe.Variant, _ made: BuiltSteps, _ looked: ComparisonInputs
  ) throws -> StepWork {
    guard let set = recipe.evaluation else { return .nothing }
    let name = recipe.fileName(of: variant)
    let model = try model(variant, made)
    var step = StepRunner.Step(
      name: StepName.evaluate(variant).rawValue,
      inputs: StepInputs(
        files: ["model": model.digest],
        detectionProtocol: set.labels == nil ? set.detectionProtocol : nil),
      outputs: [ModelBuild.evaluationName])
    guard let annotated = looked.annotated else {
      if let kept = try kept(step) { return .kept(kept) }
      events(
        .note(
          model: recipe.name,
          "the accuracy of \(name) is not measured; say where \(set.images.name) is"
            + "\(with: .images)"
            + (set.labels == nil ? " and where its annotations are\(with: .annotations)" : "")))
      return .nothing
    }
    step.inputs.annotations = try annotated.record()
    step = named(step)
    func load(_ place: StepRunner.Place) throws -> Model {
      let path = "\(place.inputs)/\(name)"
      try store.place(model, at: path)
      return try Model.load(path: path, batch: 1, naming: .names)
    }
    if let labels = annotated.labels {
      return try classification(step, annotated, labels, load)
    }
    func laid(_ place: StepRunner.Place) throws -> EvaluationRun {
      var run = EvaluationRun(
        .model(try load(place), images: annotated.folder), annotations: annotated.annotations)
      run.detectionProtocol = set.detectionProtocol
      run.naming = .names
      run.execution = Execution(threads: threads)
      return run
    }
    /// What a gate judges is all images or none.
    func shard(_ run: EvaluationRun) throws -> EvaluationShard {
      let outcome = try run.run()
      try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
      note(outcome.warnings)
      return outcome.shard
    }
    let parts: [EvaluationShard]
    (step.inputs.images, parts) = try found(in: annotated, step)
    var maker = StepMaker { place throws in
      let merged = try parts.isEmpty ? shard(try laid(place)) : EvaluationShard(merging: parts)
      try ModelBuild.write(
        EvaluationReport(merged), to: "\(place.outputs)/\(ModelBuild.evaluationName)")
    }
    maker.part = { place, part in
      var run = try laid(place)
      run.part = part
      return try shard(run)
    }
    return .make(step, maker)
  }

  private func classification(
    _ step: StepRunner.Step, _ annotated: AnnotatedImages, _ labels: ClassifierEvaluation.Labels,
    _ load: @escaping (StepRunner.Place) throws -> Model
  ) throws -> StepWork {
    var step = step
    func laid(_ place: StepRunner.Place) throws -> ClassifierEvaluation {
      var run = ClassifierEvaluation(try load(place), images: annotated.folder, labels: labels)
      run.naming = .names
      run.execution = Execution(threads: threads)
      return run
    }
    func cases(
      _ run: ClassifierEvaluation, _ part: EvaluationPart
    ) throws -> [ClassificationReport.Case] {
      let (cases, skipped) = try run.cases(of: part)
      try SkippedImages.check(skipped.failures, of: skipped.of)
      return cases
    }
    let parts: [[ClassificationReport.Case]]
    (step.inputs.images, parts) = try found(in: annotated, step)
    var maker = StepMaker { place throws in
      let run = try laid(place)
      let outcome = try run.outcome(
        of: try parts.isEmpty ? cases(run, .whole) : Array(parts.joined()))
      note(outcome.warnings)
      try ModelBuild.write(
        outcome.report, to: "\(place.outputs)/\(ModelBuild.evaluationName)")
    }
    maker.part = { place, part in try cases(try laid(place), part) }
    return .make(step, maker)
  }

  /// The images that a step, or the part of it that is done, looks at, and what parts of it have found.
  ///
  /// A part hashes its own images alone; those of all parts are what the step has looked at.
  private func found<Result: Codable & Sendable>(
    in annotated: AnnotatedImages, _ step: StepRunner.Step
  ) throws -> ([String: Digest], [Result]) {
    if let part = form.part { return (try annotated.digests(part), []) }
    guard !form.parts.isEmpty else { return (try annotated.digests(), []) }
    let parts = try StepPart<Result>.read(form.parts, of: step.name, key: try step.partKey)
      .sorted { $0.part.number < $1.part.number }
    try EvaluationPart.check(parts.map(\.part))
    let images = parts.reduce(into: [:]) { $0.merge($1.images) { first, _ in first } }
    guard Set(images.keys) == Set(annotated.names) else {
      throw PipelineError.malformed(
        "the parts of \(step.name) have looked at other images than \(annotated.annotations) names; do "
          + "the parts again")
    }
    return (images, parts.map(\.result))
  }
}
