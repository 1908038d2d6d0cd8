import ArgumentParser
import Evaluation
import JSON
import Pipeline
import Text
import Zoo

/// Where the images of recipes are that do not say so themselves, and what else steps are told.
struct StepArguments: ParsableArguments {
  @OptionGroup var mirrors: MirrorArguments

  @Option(
    help: ArgumentHelp(
      "The calibration images of recipes that do not say where they are.",
      valueName: "folder|list"), completion: .file())
  var calibration: String?

  @OptionGroup var annotated: AnnotatedArguments

  var settings: BuildSettings {
    var settings = BuildSettings()
    settings.mirrors = mirrors.mirror
    settings.calibration = calibration
    settings.images = annotated.images
    settings.annotations = annotated.annotations
    return settings
  }
}

/// The folder of the recipes.
struct RecipeArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of the recipes; DARKROOM_RECIPES, or Manifests when not given.",
      valueName: "folder"), completion: .directory)
  var recipes: String?

  var folder: RecipeFolder { RecipeFolder(recipes) }
}

struct ZooPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tell the steps that make models, for a scheduler of many machines.",
    discussion: """
      Each line is a step, or a part of one, that `zoo step` does by itself, with about what it takes. \
      With --json also what each reads and leaves. Of the sources the network description and the class \
      names are fetched, no weights.
      """)

  @OptionGroup var models: ModelArguments

  @OptionGroup var recipes: RecipeArguments

  @OptionGroup var told: StepArguments

  @Option(
    help: ArgumentHelp(
      "The most images of a part; every step is done at once when not given.", valueName: "n"))
  var partImages: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let partImages, partImages < 1 {
      throw ValidationError("--part-images is 1 or more, not \(partImages)")
    }
  }

  func run() throws {
    let plan = try ZooPlan(
      models.recipes(in: recipes.folder), partImages: partImages, settings: told.settings)
    if json {
      try Console.result(json: try JSONEncoding.text(plan))
    } else {
      try Console.result(plan.text)
    }
  }
}

struct ZooStepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step",
    abstract: "Do one step of a model's build, or a part of one, by itself.",
    discussion: """
      For schedulers of many machines: `zoo plan` tells the steps. The work folder, which all machines \
      see, has what earlier steps left; this one leaves NAME/STEP, or a file beside it for a part, which \
      appears whole. Nothing is locked; the same step may be done twice at once. Files are checked by \
      their SHA-256. `zoo assemble` puts all of it into a store, which is then that of `zoo build`.
      """)

  @Argument(help: "The name of the model, or the file of its recipe.")
  var name: String

  @Argument(help: "The step: pull, convert, quantize, compare, evaluate-int8, ..., assemble.")
  var step: String

  @Option(
    help: ArgumentHelp("The folder that all steps share.", valueName: "folder"),
    completion: .directory)
  var work: String

  @Option(
    help: ArgumentHelp("Do part i of n of the images only.", valueName: "i/n"))
  var shard: String?

  @Option(
    help: ArgumentHelp("Put n parts together that were done.", valueName: "n"))
  var parts: Int?

  @Flag(help: "Decide how channels are equalized, before parts of a quantization are done.")
  var equalization = false

  @OptionGroup var recipes: RecipeArguments

  @OptionGroup var told: StepArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    guard [shard != nil, parts != nil, equalization].count(where: { $0 }) <= 1 else {
      throw ValidationError("give one of --shard, --parts and --equalization")
    }
    if let shard, EvaluationPart(shard) == nil {
      throw ValidationError("--shard is i/n with 1 <= i <= n, not '\(shard)'")
    }
    if let parts, !(1...1 << 20).contains(parts) {
      throw ValidationError("--parts is 1 to \(1 << 20), not \(parts)")
    }
  }

  func run() throws {
    Allocation.keepForReuse()
    for recipe in try recipes.folder.recipes(named: [name]) {
      var job = StepJob(recipe, step: step, in: work)
      job.settings = told.settings
      if let threads = execution.threads { job.settings.threads = threads }
      let isQuiet = quiet
      job.events = { event in
        if !isQuiet, let line = event.line(explaining: false) { Console.note("\(line)") }
      }
      try Console.result("\(file: try job.run(wanted))")
    }
  }

  private var wanted: StepJob.Wanted {
    if equalization { return .equalization }
    if let part = shard.flatMap({ EvaluationPart($0) }) { return .part(part) }
    return .whole(parts: parts ?? 1)
  }
}

struct ZooAssembleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assemble",
    abstract: "Put models into the store whose steps were done one by one.",
    discussion: """
      Every file is held against the SHA-256 that its step states, and every step against what the \
      recipe asks for. The store becomes that of `zoo build`, byte for byte. Nothing is made, and images \
      need not be at hand.
      """)

  @OptionGroup var models: ModelArguments

  @Option(
    help: ArgumentHelp("The folder that all steps share.", valueName: "folder"),
    completion: .directory)
  var work: String

  @OptionGroup var zoo: ZooArguments

  @OptionGroup var told: StepArguments

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    let recipes = try models.recipes(in: zoo.recipeFolder)
    let store = try zoo.openStore(.filling)
    var assembly = ZooAssembly(recipes, of: work, into: store)
    assembly.settings = told.settings
    try BuildOutcomes(json: json, quiet: quiet).tell(assembly.run(), store)
  }
}
