import Digests
import Evaluation
import Files
import JSON
import Pipeline
import Text

/// One step of a model's build, or a part of one, done by itself on files: for schedulers that do the
/// steps of many models on many machines.
///
/// It reads and leaves, in a work folder:
///
/// ```
/// NAME/STEP/                 the files of a step, with step.json
/// NAME/STEP.equalize.json    how the channels are equalized
/// NAME/STEP.2-of-8.json      a part
/// ```
///
/// Each appears whole. Nothing is locked, and a store is needed only by who assembles the zoo: a job has
/// one of its own in `TMPDIR`, which goes with it.
public struct StepJob: Sendable {
  /// What is done of a step.
  public enum Wanted: Hashable, Sendable {
    /// All of it, from what so many parts have found; at once for 1.
    case whole(parts: Int)
    /// A part.
    case part(EvaluationPart)
    /// What has to be decided before parts of a quantization are counted.
    case equalization
  }

  /// The step that fetches the sources.
  public static let pull = "pull"

  /// The recipe of the model.
  public let recipe: Recipe
  /// What is done: `pull`, `convert`, `evaluate-int8`, ... as the plan has it.
  public let step: String
  /// The folder that all steps share.
  public let work: String
  /// What else is told.
  public var settings = BuildSettings()
  /// Told what happens, from any thread.
  public var events: @Sendable (BuildEvent) -> Void = { _ in }

  /// A step of a model in a work folder.
  public init(_ recipe: Recipe, step: String, in work: String) {
    self.recipe = recipe
    self.step = step
    self.work = work
  }

  /// Does it.
  ///
  /// - Returns: the folder or file that it left.
  /// - Throws: a `Failure`.
  public func run(_ wanted: Wanted) throws -> String {
    let scratch = try Folder.createTemporary()
    defer { Folder.remove(scratch) }
    return try run(wanted, in: try Store(path: "\(scratch)/store", use: .filling))
  }

  private func run(_ wanted: Wanted, in store: Store) throws -> String {
    let places = StepPlaces(work: work, model: recipe.name)
    if step == StepJob.pull { return try pullSources(into: store, places) }
    var build = try prepared(in: store, places)
    guard let name = build.stepNames.first(where: { $0.id == step }) else {
      let known = [StepJob.pull] + build.stepNames.map(\.id)
      throw PipelineError.usage(
        "\(recipe.name): has no step '\(step)'; there are \(known.joined(separator: ", "))")
    }
    var made = try earlier(than: name, build, places)
    build.form = form(of: wanted, places)
    let task = try build.work(name, &made)
    guard case .make(let bare, let maker) = task else {
      throw PipelineError.usage(
        "\(recipe.name): \(name.rawValue): needs images; say where they are"
          + "\(with: name.id.hasPrefix("quantize") ? .calibration : .images)")
    }
    let own = build.named(bare)
    switch wanted {
    case .whole:
      let outcome = try build.step(own, maker.whole)
      let folder = places.folder(of: name.id)
      try StepResult(
        model: recipe.name, step: own.name, inputs: own.inputs, outputs: outcome.outputs
      ).write(from: store, to: folder)
      return folder
    case .part(let part):
      guard let body = maker.part else {
        throw PipelineError.usage("\(recipe.name): \(own.name): is not done in parts")
      }
      let place = try newPlace(in: store)
      let path = places.part(part, of: name.id)
      try write(try body(place, part), own, own.name, part, to: path)
      return path
    case .equalization:
      guard let body = maker.equalization else {
        throw PipelineError.usage(
          "\(recipe.name): \(own.name): equalizes nothing by images, so there is nothing to decide")
      }
      let path = places.equalization(of: name.id)
      let decided = try body(try newPlace(in: store))
      try write(decided, own, StepForm.equalizing(own.name), .whole, to: path)
      return path
    }
  }

  private func form(of wanted: Wanted, _ places: StepPlaces) -> StepForm {
    var form = StepForm()
    switch wanted {
    case .whole(let count) where count > 1:
      form.parts = places.parts(count, of: step)
    case .part(let part): form.part = part
    case .whole, .equalization: break
    }
    let decided = places.equalization(of: step)
    if wanted != .equalization, Folder.hasFile(decided) { form.equalization = decided }
    return form
  }

  private func newPlace(in store: Store) throws -> StepRunner.Place {
    let folder = try store.work.folder()
    let place = StepRunner.Place(inputs: "\(folder)/in", outputs: "\(folder)/out")
    try Folder.create(place.inputs)
    try Folder.create(place.outputs)
    return place
  }

  private func write<Result: Codable & Sendable>(
    _ result: Result, _ step: StepRunner.Step, _ name: String, _ part: EvaluationPart,
    to path: String
  ) throws {
    try Folder.create(Folder.parent(of: path))
    let document = StepPart(
      step: name, key: try step.partKey, part: part, images: step.inputs.images, result: result)
    try AtomicFile.write(try JSONEncoding.tree(document).canonicalBytes + [0x0A], to: path)
  }

  // MARK: What was done before

  private func pullSources(into store: Store, _ places: StepPlaces) throws -> String {
    var pull = Pull(recipe, into: store)
    pull.mirrors = settings.mirrors
    let pulled = try pull.run()
    for note in pulled.notes { events(.note(model: recipe.name, note)) }
    let files = pulled.entry.files
    let folder = places.folder(of: StepJob.pull)
    try StepResult(
      model: recipe.name, step: StepJob.pull, sources: files,
      outputs: Dictionary(files.values.map { ($0.file, $0.contents) }) { first, _ in first }
    ).write(from: store, to: folder)
    return folder
  }

  private func prepared(in store: Store, _ places: StepPlaces) throws -> ModelBuild {
    let folder = places.folder(of: StepJob.pull)
    guard let pulled = try StepResult.read(folder), let sources = pulled.sources,
      pulled.model == recipe.name
    else {
      throw PipelineError.unreadable(
        "\(folder): has no sources of \(recipe.name); do the step \(StepJob.pull) first")
    }
    // Evaluations need the names alone.
    let isConverting = step == ModelBuild.StepName.convert.id
    let needed = sources.filter { isConverting || $0.key == Recipe.Source.Role.names.rawValue }
    try pulled.move(Set(needed.values.map(\.file)), from: folder, into: store)
    return ModelBuild(
      recipe: recipe, store: store, settings: settings, threads: settings.threads,
      sources: PullEntry(files: sources).contents, events: events)
  }

  /// The steps before this one: what they left, and of those that it needs the files.
  private func earlier(
    than name: ModelBuild.StepName, _ build: ModelBuild, _ places: StepPlaces
  ) throws -> ModelBuild.BuiltSteps {
    var made = ModelBuild.BuiltSteps()
    for earlier in build.needs(of: name) {
      let folder = places.folder(of: earlier.id)
      guard let result = try StepResult.read(folder), result.model == recipe.name,
        result.step == earlier.rawValue, let (key, entry) = try result.entry()
      else {
        // Accuracy need not be measured.
        if name == .assemble, case .evaluate = earlier { continue }
        throw PipelineError.unreadable(
          "\(folder): has no result of the step '\(earlier.rawValue)' of \(recipe.name), which "
            + "'\(name.rawValue)' needs; do that first")
      }
      try result.move(from: folder, into: build.store)
      try build.store.write(entry, StepEntry.name(key))
      made[earlier] = StepRunner.Outcome(key: key, outputs: result.outputs)
    }
    return made
  }
}

/// Where steps leave what they have made.
struct StepPlaces {
  let work: String
  let model: String

  func folder(of step: String) -> String { "\(work)/\(model)/\(step)" }

  func equalization(of step: String) -> String { "\(folder(of: step)).equalize.json" }

  func part(_ part: EvaluationPart, of step: String) -> String {
    "\(folder(of: step)).\(part.number)-of-\(part.count).json"
  }

  /// The files of all parts.
  func parts(_ count: Int, of step: String) -> [String] {
    (1...count).compactMap { EvaluationPart($0, of: count) }.map { part($0, of: step) }
  }
}
