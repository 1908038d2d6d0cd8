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

    /// As commands and files call it.
    var id: String { rawValue.replacing(" ", with: "-") }

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
  var previous: ModelEntry?
  /// The keys of steps that were done before, by their names.
  var before: [String: Digest] = [:]
  /// Whether steps are only looked for.
  var onlyFinds = false
  /// The part of a step that is done by itself, and parts that were.
  var form = StepForm()
  /// Told what is done and why.
  let events: @Sendable (BuildEvent) -> Void

  var floatName: String { recipe.fileName(of: .float) }

  /// The steps, each behind those that it needs.
  var stepNames: [StepName] {
    let quantized = recipe.int8Variants
    var names = [StepName.convert] + quantized.map(\.madeBy)
    for model in quantized {
      names.append(.compare(model.target))
      if recipe.evaluation != nil { names.append(.evaluate(model)) }
    }
    if recipe.evaluation != nil { names.append(.evaluate(.float)) }
    return names + [.assemble]
  }

  /// The steps whose files a step needs.
  func needs(of name: StepName) -> [StepName] {
    switch name {
    case .convert: []
    case .quantize: [.convert]
    case .compare(let target): [.convert, .quantize(target)]
    case .evaluate(let variant): [variant.madeBy]
    case .assemble: stepNames.filter { $0 != .assemble }
    }
  }

  /// Makes the model.
  ///
  /// - Throws: a `Failure`.
  func run() throws -> ModelEntry {
    var made = BuiltSteps()
    for name in stepNames { made[name] = try outcome(of: try work(name, &made)) }
    guard let assembled = made[.assemble] else {
      throw PipelineError.fault("\(recipe.name): was not assembled")
    }
    let evidence = ModelEvidence(recipe, assembled.outputs, records: try records(in: assembled))
    let entry = ModelEntry(
      name: recipe.name, title: recipe.title, recipe: recipe.digest,
      tool: StepInputs.tool,
      steps: made.outcomes.mapKeys(\.rawValue).mapValues(\.key),
      files: assembled.outputs, metrics: evidence.metrics, gates: evidence.gates)
    if entry != previous { try store.write(entry, recipe.name) }
    return entry
  }

  /// What there is to do for a step.
  func work(_ name: StepName, _ made: inout BuiltSteps) throws -> StepWork {
    switch name {
    case .convert: return .make(try convertStep(), StepMaker(whole: convert))
    case .quantize(let target): return try quantization(.int8(target), made)
    case .compare(let target):
      guard made[.quantize(target)] != nil else { return .nothing }
      return try comparison(.int8(target), made, try images(&made))
    case .evaluate(let variant):
      guard made[variant.madeBy] != nil else { return .nothing }
      return try evaluation(variant, made, try images(&made))
    case .assemble: return try assembly(made, try images(&made))
    }
  }

  private func images(_ made: inout BuiltSteps) throws -> ComparisonInputs {
    if let looked = made.looked { return looked }
    let looked = try images()
    made.looked = looked
    return looked
  }

  /// Does what there is to do.
  func outcome(of work: StepWork) throws -> StepRunner.Outcome? {
    switch work {
    case .nothing: nil
    case .kept(let outcome): outcome
    case .make(let step, let maker): try self.step(step, maker.whole)
    }
  }

  /// What was made so far.
  struct BuiltSteps {
    private(set) var outcomes: [StepName: StepRunner.Outcome] = [:]
    /// The images that models are looked at with, once they were looked for.
    var looked: ComparisonInputs?

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
    let why = try why(step)
    guard !onlyFinds else {
      throw PipelineError.unreadable(
        "\(recipe.name): \(step.name): was not done of these files, since \(why.joined(separator: "; "))"
          + "; do the step again")
    }
    events(.begins(model: recipe.name, step: step.name, why: why))
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
  func named(_ step: StepRunner.Step) -> StepRunner.Step {
    var step = step
    step.inputs.model = recipe.name
    return step
  }

  /// What a step depended on when the model was built last.
  private func entry(before step: String) throws -> StepEntry? {
    guard let key = before[step] else { return nil }
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
