import Evaluation
import Files
import Pipeline
import Text

extension ModelBuild {
  /// The name of the report of an evaluation.
  static let evaluationName = "evaluate.json"

  /// Measures the accuracy of a model; nil where there are no annotated images for it.
  func evaluation(
    _ variant: Recipe.Variant, _ made: BuiltSteps, _ looked: ComparisonInputs
  ) throws -> StepRunner.Outcome? {
    guard let set = recipe.evaluation else { return nil }
    let name = recipe.fileName(of: variant)
    let model = try model(variant, made)
    var step = StepRunner.Step(
      name: StepName.evaluate(variant).rawValue,
      inputs: StepInputs(
        files: ["model": model.digest],
        detectionProtocol: set.labels == nil ? set.detectionProtocol : nil),
      outputs: [ModelBuild.evaluationName])
    guard let annotated = looked.annotated else {
      if let kept = try kept(step) { return kept }
      events(
        .note(
          model: recipe.name,
          "the accuracy of \(name) is not measured; say where \(set.images.name) is"
            + "\(with: .images)"
            + (set.labels == nil ? " and where its annotations are\(with: .annotations)" : "")))
      return nil
    }
    step.inputs.images = try annotated.digests()
    step.inputs.annotations = try annotated.record()
    return try self.step(step) { place throws in
      let path = "\(place.inputs)/\(name)"
      try store.place(model, at: path)
      let loaded = try Model.load(path: path, batch: 1, naming: .names)
      if let labels = annotated.labels {
        var run = ClassifierEvaluation(loaded, images: annotated.folder, labels: labels)
        run.naming = .names
        run.execution = Execution(threads: threads)
        let outcome = try run.run()
        try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
        note(outcome.warnings)
        return try ModelBuild.write(
          outcome.report, to: "\(place.outputs)/\(ModelBuild.evaluationName)")
      }
      var run = EvaluationRun(
        .model(loaded, images: annotated.folder), annotations: annotated.annotations)
      run.detectionProtocol = set.detectionProtocol
      run.naming = .names
      run.execution = Execution(threads: threads)
      let outcome = try run.run()
      // What a gate judges is all images or none.
      try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
      note(outcome.warnings)
      try ModelBuild.write(
        EvaluationReport(outcome.shard), to: "\(place.outputs)/\(ModelBuild.evaluationName)")
    }
  }
}
