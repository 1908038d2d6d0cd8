import Evaluation
import Files
import Pipeline

extension ModelBuild {
  /// The name of the report of the comparison.
  static let comparisonName = "compare.json"
  /// The images that both models are compared on: enough for thousands of boxes and for the layers.
  static let mostCompared = 100

  /// The images that models are looked at with, and their annotations.
  struct ComparisonInputs {
    /// Annotated images; nil where they are not at hand.
    var annotated: AnnotatedImages?
    /// The images that models are compared on; nil where there are none at hand.
    var compared: ImageSelection?
    /// What the images that are compared on are, and what is said of them; nil where there are
    /// to be none.
    var set: Recipe.ImageSet?
  }

  /// Finds the images: those that accuracy is measured with, or else those of the calibration,
  /// which say less as INT8 was made for them.
  func images() throws -> ComparisonInputs {
    if let set = recipe.evaluation {
      let annotated = try annotatedImages()
      return ComparisonInputs(
        annotated: annotated,
        compared: try annotated.map { (annotated) throws in
          // Labelled images are those of one class after the other.
          try ImageSelection(
            annotated.labels == nil
              ? Array(annotated.paths.prefix(ModelBuild.mostCompared))
              : annotated.paths.spread(ModelBuild.mostCompared), of: set.images)
        }, set: set.images)
    }
    guard let set = recipe.calibration else {
      return ComparisonInputs()
    }
    let all = try ImageSelection(
      set, of: recipe, given: settings.calibration, limit: ModelBuild.mostCompared)
    let isAtHand = all?.entries.allSatisfy { $0.path != nil } ?? false
    return ComparisonInputs(compared: isAtHand ? all : nil, set: set)
  }

  /// Annotated images; nil where there are none at hand.
  func annotatedImages() throws -> AnnotatedImages? {
    try recipe.evaluation.flatMap { set in
      try AnnotatedImages(
        set, of: recipe, images: settings.images, annotations: settings.annotations,
        labels: try labels())
    }
  }

  /// The class names, which some annotations stand for by numbers.
  private func labels() throws -> [String] {
    guard let file = sources[.names] else { return [] }
    return try Labels(contentsOf: store.path(of: file.digest)).names
  }

  /// A comparison of an INT8 model with float; nothing where there are no images for it.
  func comparison(
    _ variant: Recipe.Variant, _ made: BuiltSteps, _ looked: ComparisonInputs
  ) throws -> StepWork {
    let float = try model(.float, made)
    let int8 = try model(variant, made)
    var step = StepRunner.Step(
      name: StepName.compare(variant.target).rawValue,
      inputs: StepInputs(
        files: ["float model": float.digest, "int8 model": int8.digest],
        detectionProtocol: comparisonProtocol),
      outputs: [ModelBuild.comparisonName])
    guard let images = looked.compared else { return try kept(step).map { .kept($0) } ?? .nothing }
    step.inputs.images = images.digests
    let ready = named(step)
    /// The run with its files laid out.
    func laid(_ place: StepRunner.Place) throws -> ComparisonRun {
      let paths = (
        "\(place.inputs)/\(floatName)", "\(place.inputs)/\(recipe.fileName(of: variant))"
      )
      try store.place(float, at: paths.0)
      try store.place(int8, at: paths.1)
      var run = ComparisonRun(
        try Model.load(path: paths.0, batch: 1, naming: .names),
        try Model.load(path: paths.1, batch: 1, naming: .names),
        images: try images.lay(in: place.inputs))
      run.detectionProtocol = comparisonProtocol
      run.resize = recipe.quantization?.resize
      run.naming = .names
      run.threads = threads
      // What is demanded is a gate of the recipe.
      run.minimums.f1 = 0
      return run
    }
    var maker = StepMaker { place throws in
      let run = try laid(place)
      let outcome =
        form.parts.isEmpty ? try run.run() : try run.run(parts: try ready.parts(form.parts))
      // What a gate judges is all images or none.
      try SkippedImages.check(outcome.skipped.failures, of: outcome.skipped.of)
      note(outcome.warnings)
      try ModelBuild.write(outcome.report, to: "\(place.outputs)/\(ModelBuild.comparisonName)")
    }
    maker.part = { place, part in try laid(place).compared(part) }
    return .make(ready, maker)
  }

  /// As people use a detector.
  private var comparisonProtocol: EvaluationProtocol {
    EvaluationProtocol(resize: recipe.quantization?.resize ?? .letterbox, score: 0.25)
  }
}
