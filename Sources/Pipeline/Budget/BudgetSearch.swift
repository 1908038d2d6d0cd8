import Files
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
  /// Whether the journal may stand in the place of another file.
  let replacement: Replacement
  /// What trials gave so far.
  private(set) var journal: BudgetJournal
  let progress: QuantizationRun.Progress?

  init(
    run: QuantizationRun, limit: BudgetLimit, judge: BudgetJudge, file: String,
    replacement: Replacement, journal: BudgetJournal, progress: QuantizationRun.Progress?
  ) {
    self.run = run
    self.limit = limit
    self.judge = judge
    self.file = file
    self.replacement = replacement
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
  /// what it costs. What did not help once is not tried again, but more of it is.
  mutating func search(_ circumstances: BudgetChoice.Circumstances) throws -> Found {
    var choice = BudgetChoice(options: run.options)
    var now = try trial(of: choice)
    var steps = [now]
    let broken = Set(now.brokenRules)
    var useless: Set<String> = []
    while !now.figures.hold(limit) {
      var offers: [Offer] = []
      for next in choice.offers(circumstances, but: useless) {
        let trial = try trial(of: next)
        let offer = Offer(choice: next, trial: trial, after: now, limit: limit)
        if offer.gain > 0, broken.isSuperset(of: trial.brokenRules) {
          offers.append(offer)
        } else if let name = next.bought.last {
          useless.insert(name)
        }
      }
      // Those in front are the ones that cost least to try, which decides where two are equal.
      let enough = offers.filter { $0.trial.figures.hold(limit) }.min { $0.cost < $1.cost }
      if let best = enough ?? offers.max(by: { $0.gain / $0.cost < $1.gain / $1.cost }) {
        (choice, now) = (best.choice, best.trial)
        steps.append(now)
      } else if choice.offers(circumstances, but: useless).isEmpty {
        return Found(choice: choice, steps: steps, holds: false)
      }
    }
    return Found(choice: choice, steps: steps, holds: true)
  }

  /// Something that could be bought, and what it gives.
  private struct Offer {
    let choice: BudgetChoice
    let trial: BudgetReport.Trial
    /// In dB.
    let gain: Double
    /// The bytes and the work that are added, as parts of what there are.
    let cost: Double

    /// What is free costs this much, so that of free things the better one is bought.
    private static let least = 0.001

    init(
      choice: BudgetChoice, trial: BudgetReport.Trial, after now: BudgetReport.Trial,
      limit: BudgetLimit
    ) {
      self.choice = choice
      self.trial = trial
      gain = trial.figures.quality(for: limit) - now.figures.quality(for: limit)
      let bytes = Double(trial.bytes) / Double(now.bytes) - 1
      let work = now.work > 0 ? trial.work / now.work - 1 : 0
      cost = max(bytes + work, Offer.least)
    }
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
    try journal.write(beside: file, replacement)
    return trial
  }
}
