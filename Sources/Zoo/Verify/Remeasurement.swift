import Evaluation
import Files
import Pipeline
import Text

/// Measures a model of the store again, and holds it against what is known.
public struct Remeasurement: Sendable {
  /// The recipe.
  public let recipe: Recipe
  /// Where the model is.
  public let store: Store
  /// The annotated images of a recipe that does not say where they are.
  public var images: String?
  /// The annotations of a recipe that does not say where they are.
  public var annotations: String?
  /// The images that are looked at at once.
  public var threads = Execution().threads

  /// Measures the models of a recipe.
  public init(_ recipe: Recipe, in store: Store) {
    self.recipe = recipe
    self.store = store
  }

  /// Runs the stored models on the images; metrics have to be those that are recorded, and within
  /// the tolerances of the metrics that the recipe knows for the annotations. Of a model that was
  /// not built there is nothing to say.
  ///
  /// - Throws: a `Failure`.
  public func run(
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws -> FolderCheck.Outcome {
    var outcome = FolderCheck.Outcome()
    guard let entry = try store.read(ModelEntry.self, recipe.name) else { return outcome }
    guard let set = recipe.evaluation else {
      outcome.notes.append("the recipe says nothing of an evaluation that could be done again")
      return outcome
    }
    let known = set.annotations.map(recipe.resolve) ?? annotations
    guard let images = set.images.folder.map(recipe.resolve) ?? images,
      set.labels != nil || known != nil
    else {
      throw PipelineError.usage(
        "\(recipe.name): say where \(set.images.name) is\(with: .images)"
          + (set.labels == nil ? " and where its annotations are\(with: .annotations)" : ""))
    }
    let folder: String
    let work = try store.work
    folder = try work.folder()
    defer { Folder.remove(folder) }
    var metrics = entry.metrics
    for variant in recipe.variants {
      let name = recipe.fileName(of: variant)
      guard let file = entry.files[name] else { continue }
      let path = "\(folder)/\(name)"
      try store.place(file, at: path)
      let found = try accuracy(
        of: try Model.load(path: path, batch: 1), "\(file.digest)", images, known, set, progress)
      compare(found, metrics[variant]?.accuracy, name, &outcome)
      metrics[variant]?.accuracy = found
    }
    let gates = Gate.metrics(of: recipe, metrics, models: recipe.digests(in: entry.files))
    for gate in gates {
      if gate.verdict == .passed {
        outcome.passed.append("\(gate.text)")
      } else {
        outcome.failed.append("\(gate.text)")
      }
    }
    return outcome
  }

  private func accuracy(
    of model: Model, _ digest: String, _ images: String, _ annotations: String?,
    _ set: Recipe.EvaluationSet, _ progress: (@Sendable (Int, Int) -> Void)?
  ) throws -> ModelMetrics.Accuracy {
    if let labels = set.labels {
      var run = ClassifierEvaluation(model, images: images, labels: recipe.resolve(labels))
      run.execution = Execution(threads: threads)
      let report = try run.run(progress: progress).report
      return ModelMetrics.Accuracy(
        model: digest, annotations: "\(report.subject.annotations.digest)", images: report.images,
        top1: report.top1.value, top5: report.top5.value)
    }
    var run = EvaluationRun(.model(model, images: images), annotations: annotations ?? "")
    run.detectionProtocol = set.detectionProtocol
    run.execution = Execution(threads: threads)
    let report = EvaluationReport(try run.run(progress: progress).shard, bootstrap: nil)
    return ModelMetrics.Accuracy(
      model: digest, annotations: report.subject.map { "\($0.annotations.digest)" } ?? "",
      images: report.images, ap: report.metrics.ap, ap50: report.metrics.ap50)
  }

  private func compare(
    _ found: ModelMetrics.Accuracy, _ recorded: ModelMetrics.Accuracy?, _ name: String,
    _ outcome: inout FolderCheck.Outcome
  ) {
    // Records tell of a file of annotations, not of a folder.
    guard let recorded,
      recorded.annotations.isEmpty || recorded.annotations == found.annotations
    else {
      outcome.notes.append("\(name): \(found.words); nothing is recorded of it")
      return
    }
    if found.values == recorded.values, found.images == recorded.images {
      outcome.passed.append("\(name): \(found.words), as recorded")
    } else {
      outcome.failed.append(
        "\(name): \(found.words) on \(found.images) images, but recorded is "
          + "\(recorded.values.compactMap { $0.map { "\($0)" } }.joined(separator: ", ")) on "
          + "\(recorded.images)")
    }
  }
}

extension ModelMetrics.Accuracy {
  /// The metrics, in order.
  fileprivate var values: [Double?] { [ap, ap50, top1, top5] }

  /// Those there are, for people.
  fileprivate var words: String {
    zip(["AP", "AP50", "top-1", "top-5"], values).compactMap { name, value in
      value.map { "\(name) \($0)" }
    }.joined(separator: ", ")
  }
}
