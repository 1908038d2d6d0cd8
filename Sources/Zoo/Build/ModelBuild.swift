import Digests
import Files
import Pipeline
import Quantization
import Text

/// Makes one model of the zoo by its recipe.
struct ModelBuild {
  /// The names of the steps.
  enum StepName: Hashable {
    case convert
    /// Makes an INT8 model, compares it with float.
    case quantize(DeploymentTarget?), compare(DeploymentTarget?)
    case evaluate(Recipe.Variant)
    case assemble

    /// As people and the store call it.
    var rawValue: String {
      switch self {
      case .convert: "convert"
      case .quantize(let target): StepName.text("quantize", target)
      case .compare(let target): StepName.text("compare", target)
      case .evaluate(let variant): "evaluate \(variant.rawValue)"
      case .assemble: "assemble"
      }
    }

    private static func text(_ verb: String, _ target: DeploymentTarget?) -> String {
      target.map { "\(verb) \($0.rawValue)" } ?? verb
    }
  }

  let recipe: Recipe
  let store: Store
  let settings: BuildSettings
  /// The threads of this model.
  let threads: Int
  /// The bytes of its sources, by role.
  let sources: [Recipe.Source.Role: Contents]
  /// What was built last; nil for nothing.
  let previous: ModelEntry?
  /// Told what is done and why.
  let events: @Sendable (BuildEvent) -> Void

  var floatName: String { recipe.fileName(of: .float) }

  /// Makes the model.
  ///
  /// - Throws: a `Failure`.
  func run() throws -> ModelEntry {
    var made = BuiltSteps()
    made[.convert] = try step(convertStep(), convert)
    let quantized = recipe.int8Variants
    for model in quantized { made[model.madeBy] = try quantization(model, made) }
    let images = try images()
    for model in quantized where made[model.madeBy] != nil {
      made[.compare(model.target)] = try comparison(model, made, images)
      made[.evaluate(model)] = try evaluation(model, made, images)
    }
    made[.evaluate(.float)] = try evaluation(.float, made, images)
    let assembled = try assemble(made, images)
    made[.assemble] = assembled
    let evidence = ModelEvidence(recipe, assembled.outputs, records: try records(in: assembled))
    let entry = ModelEntry(
      name: recipe.name, title: recipe.title, recipe: recipe.digest,
      tool: StepInputs.tool,
      steps: made.outcomes.mapKeys(\.rawValue).mapValues(\.key),
      files: assembled.outputs, metrics: evidence.metrics, gates: evidence.gates)
    if entry != previous { try store.write(entry, recipe.name) }
    return entry
  }

  /// What was made so far.
  struct BuiltSteps {
    private(set) var outcomes: [StepName: StepRunner.Outcome] = [:]

    subscript(name: StepName) -> StepRunner.Outcome? {
      get { outcomes[name] }
      set { outcomes[name] = newValue }
    }

    /// A file that a step made.
    func file(_ step: StepName, _ name: String) throws -> Contents {
      guard let outcome = outcomes[step] else {
        throw PipelineError.fault("\(step.rawValue) was not done")
      }
      return try outcome[name]
    }
  }

  /// A model that was made.
  func model(_ variant: Recipe.Variant, _ made: BuiltSteps) throws -> Contents {
    try made.file(variant.madeBy, recipe.fileName(of: variant))
  }

  /// Does a step, or finds what it gave before.
  func step(
    _ step: StepRunner.Step, _ body: (StepRunner.Place) throws -> Void
  ) throws -> StepRunner.Outcome {
    let step = named(step)
    let runner = StepRunner(store: store, isForced: settings.isForced)
    if !settings.isForced, let known = try runner.known(step) {
      events(.upToDate(model: recipe.name, step: step.name))
      return known
    }
    events(.begins(model: recipe.name, step: step.name, why: try why(step)))
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = try runner.run(step, body)
    events(.ends(model: recipe.name, step: step.name, after: clock.now - start))
    return outcome
  }

  /// What a step gave when its images were at hand; nil where anything else is not as it was then.
  func kept(_ step: StepRunner.Step) throws -> StepRunner.Outcome? {
    guard let entry = try entry(before: step.name) else { return nil }
    var step = named(step)
    guard entry.inputs.withoutImages == step.inputs.withoutImages else {
      return nil
    }
    step.inputs = entry.inputs
    let known = try StepRunner(store: store).known(step)
    if known != nil { events(.upToDate(model: recipe.name, step: step.name)) }
    return known
  }

  /// A step as one of this model.
  private func named(_ step: StepRunner.Step) -> StepRunner.Step {
    var step = step
    step.inputs.model = recipe.name
    return step
  }

  /// What a step depended on when the model was built last.
  private func entry(before step: String) throws -> StepEntry? {
    guard let key = previous?.steps[step] else { return nil }
    return try store.read(StepEntry.self, StepEntry.name(key))
  }

  /// Why a step has to be done.
  private func why(_ step: StepRunner.Step) throws -> [String] {
    guard let before = try entry(before: step.name) else { return ["it was not done before"] }
    if settings.isForced { return ["it was asked for"] }
    let reasons = InputChanges(from: before.inputs.named, to: step.inputs.named).sentences
    return reasons.isEmpty ? ["its files are no longer in the store"] : reasons
  }
}

extension Dictionary {
  fileprivate func mapKeys<Other: Hashable>(_ body: (Key) -> Other) -> [Other: Value] {
    Dictionary<Other, Value>(map { (body($0.key), $0.value) }) { first, _ in first }
  }
}

extension Recipe.Variant {
  /// The step that makes the model.
  var madeBy: ModelBuild.StepName {
    switch self {
    case .float: .convert
    case .int8(let target): .quantize(target)
    }
  }

  /// The target that the model is made for besides the others.
  var target: DeploymentTarget? {
    if case .int8(let target) = self { target } else { nil }
  }
}
