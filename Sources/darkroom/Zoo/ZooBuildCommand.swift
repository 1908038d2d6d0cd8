import ArgumentParser
import JSON
import Pipeline
import Text
import Zoo

struct ZooBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make models by their recipes: pull, convert, quantize, compare, evaluate, record.",
    discussion: """
      What was made before from the same files, options and version of darkroom is not made again. \
      A build that was interrupted goes on where it stopped. Gates of the recipes that do not hold \
      are told; it is `zoo publish` that refuses such models.
      """)

  @OptionGroup var models: ModelArguments

  @OptionGroup var zoo: ZooArguments

  @OptionGroup var told: StepArguments

  @Option(
    help: ArgumentHelp("How many models are made at once; the threads are shared.", valueName: "n"))
  var jobs = 1

  @OptionGroup var execution: ExecutionOptions

  @Flag(help: "Say of every step why it is done, or that it need not be.")
  var explain = false

  @Flag(help: "Make everything again.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs is 1 to 64, not \(jobs)") }
  }

  func run() throws {
    Allocation.keepForReuse()
    let recipes = try models.recipes(in: zoo.recipeFolder)
    let store = try zoo.openStore(.filling)
    var build = ZooBuild(recipes, in: store)
    build.settings = told.settings
    build.settings.jobs = jobs
    build.settings.isForced = force
    if let threads = execution.threads { build.settings.threads = threads }
    let (explains, isQuiet) = (explain, quiet)
    build.events = { event in
      if !isQuiet, let line = event.line(explaining: explains) { Console.note("\(line)") }
    }
    try BuildOutcomes(json: json, quiet: quiet).tell(build.run(), store)
  }
}

/// What became of models, for people or as JSON.
struct BuildOutcomes {
  let json: Bool
  let quiet: Bool

  func tell(_ outcomes: [ZooBuild.Outcome], _ store: Store) throws {
    var failures: [any Error] = []
    var summaries: [ModelSummary] = []
    var doubts: [Lines] = []
    for outcome in outcomes {
      do {
        let entry = try outcome.result.get()
        summaries.append(try ModelSummary(outcome.recipe, in: store))
        let open = entry.gates.filter { $0.verdict != .passed }
        if !open.isEmpty { doubts += ["\(entry.name):"] + open.lines }
      } catch { failures.append(error) }
    }
    if json {
      try Console.result(json: try JSONEncoding.text(Listing(models: summaries)))
    } else if !summaries.isEmpty {
      try Console.result(ModelSummary.table(summaries))
    }
    if !quiet { for line in doubts { Console.note("\(line)") } }
    try SeveralFailures.check(failures)
  }

  private struct Listing: Encodable {
    let schemaVersion = 1
    let models: [ModelSummary]
  }
}

extension BuildEvent {
  /// The event for people; nil where it need not be told.
  func line(explaining: Bool) -> Lines? {
    switch self {
    case .upToDate(let model, let step):
      return explaining ? "\(model): \(step): up to date" : nil
    case .begins(let model, let step, let why):
      guard explaining else { return nil }
      return "\(model): \(step): to do, since "
        + why.map { "\($0)" }.joined(separator: ";\n  and since ")
    case .ends(let model, let step, let time):
      let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
      return "\(model): \(step): done in \(fixed(seconds, 1)) s"
    case .note(let model, let text): return "\(model): \(text)"
    }
  }
}
