import Deployment
import Graph
import Quantization
import Text

/// The search for what to buy.
struct BudgetSearch {
  let run: QuantizationRun
  let limit: BudgetLimit
  let judge: BudgetJudge
  /// The model that is being made.
  let file: String
  /// What trials gave so far.
  private(set) var journal: BudgetJournal
  let progress: QuantizationRun.Progress?

  init(
    run: QuantizationRun, limit: BudgetLimit, judge: BudgetJudge, file: String,
    journal: BudgetJournal, progress: QuantizationRun.Progress?
  ) {
    self.run = run
    self.limit = limit
    self.judge = judge
    self.file = file
    self.journal = journal
    self.progress = progress
  }

  /// What was found.
  struct Found {
    var choice: BudgetChoice
    var steps: [BudgetReport.Trial]
    var holds: Bool
  }

  /// Buys until the limit holds or nothing helps.
  ///
  /// Of what makes it hold, the cheapest is bought; where nothing does yet, what takes most noise off for
  /// what it costs. What did not help once is not tried again.
  mutating func search(_ circumstances: BudgetChoice.Circumstances) throws -> Found {
    var choice = BudgetChoice(options: run.options)
    var now = try trial(of: choice)
    var steps = [now]
    let broken = Set(now.brokenRules)
    var useless: Set<String> = []
    while !now.figures.hold(limit) {
      var best: (choice: BudgetChoice, trial: BudgetReport.Trial, worth: Double)?
      for offer in choice.offers(circumstances) {
        let name = offer.bought.last ?? ""
        guard !useless.contains(name) else { continue }
        let trial = try trial(of: offer)
        let gain = trial.figures.quality(for: limit) - now.figures.quality(for: limit)
        guard broken.isSuperset(of: trial.brokenRules), gain > 0 else {
          useless.insert(name)
          continue
        }
        let cost = BudgetSearch.cost(of: trial, above: now)
        let holds = trial.figures.hold(limit)
        let worth = holds ? BudgetSearch.enough - cost : gain / cost
        if worth > best?.worth ?? 0 { best = (offer, trial, worth) }
      }
      guard let best else { return Found(choice: choice, steps: steps, holds: false) }
      (choice, now) = (best.choice, best.trial)
      steps.append(now)
    }
    return Found(choice: choice, steps: steps, holds: true)
  }

  /// More than any gain is worth: what makes the limit hold comes first.
  private static let enough = 1e12
  /// What is free costs this much, so that of free things the better one is bought.
  private static let least = 0.001

  /// The bytes and the work that are added, as parts of what there are.
  private static func cost(of trial: BudgetReport.Trial, above now: BudgetReport.Trial) -> Double {
    let bytes = Double(trial.bytes) / Double(now.bytes) - 1
    let work = now.work > 0 ? trial.work / now.work - 1 : 0
    return max(bytes + work, least)
  }

  /// Makes a model and judges it, unless the journal tells what came of it.
  private mutating func trial(of choice: BudgetChoice) throws -> BudgetReport.Trial {
    if let known = journal.trial(of: choice) { return known }
    let name = choice.bought.isEmpty ? "as asked for" : choice.bought.joined(separator: ", ")
    let stage = "model \(journal.trials.count + 1) (\(name))"
    var run = run
    run.options = choice.options
    let model = try run.run { [progress] in progress?("\(stage): \($0)", $1, $2) }
    guard let artifact = model.artifact, let network = try model.network?.folded() else {
      throw PipelineError.fault("a budget makes a model")
    }
    let bytes = try artifact.encoded(for: file).bytes
    let rules = try artifact.check(bytes, named: file)?.violations.map(\.rule) ?? []
    let trial = BudgetReport.Trial(
      bought: choice.bought, bytes: bytes.count, work: WorkEstimate.work(of: network),
      milliseconds: try judge.milliseconds(of: network),
      figures: try judge.figures(of: network, "\(stage): judging", progress),
      brokenRules: Set(rules).sorted())
    journal.trials.append(trial)
    try journal.write(beside: file)
    return trial
  }
}
