import Digests
import Evaluation
import Text

/// What was tried and bought so that an INT8 model loses no more than allowed.
public struct BudgetReport: Codable, Hashable, Sendable {
  /// A model that was made and judged.
  public struct Trial: Codable, Hashable, Sendable {
    /// What was bought for it, in words of the command line.
    public var bought: [String]
    /// The size of the file.
    public var bytes: Int
    /// About how long its convolutions take, in multiply-adds on integers: what the choice goes by.
    public var work: Double
    /// How long the engine took for an image here, in milliseconds: the least of five runs.
    public var milliseconds: Double?
    /// What it lost.
    public var figures: BudgetFigures
    /// The rules of the target that the file breaks, in order; a trial that breaks others than the model
    /// without purchases is not bought.
    public var brokenRules: [String]
  }

  /// A limit.
  public struct Limit: Codable, Hashable, Sendable {
    /// `drop` (AP points), `sqnr` (dB) or `f1`.
    public var name: String
    /// The number.
    public var value: Double
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// What was asked for.
  public var limit: Limit
  /// How many images it was judged on, none of which had a part in the model.
  public var images: Int
  /// The AP of the float network on them, 0 to 1; nil where that was not asked for.
  public var floatAP: Double?
  /// The 95 % interval of the AP points lost, by a bootstrap of images; nil where that was not asked for.
  public var interval: [Double]?
  /// The model without purchases and after each, as they were bought; the last is the one that is written.
  public var steps: [Trial]
  /// How many models were tried in all.
  public var trials: Int
  /// Whether the last of the steps is within the limit.
  public var holds: Bool

  /// The report without times, which is a function of the inputs.
  var reproducible: BudgetReport {
    var report = self
    for index in steps.indices { report.steps[index].milliseconds = nil }
    return report
  }
}

extension BudgetReport {
  /// For people: each step with what it costs, and whether the limit holds.
  public var text: Lines {
    var rows = [["", "at objects dB", "all dB", column, "bytes", "ms"]]
    for (index, step) in steps.enumerated() {
      let before = index > 0 ? Set(steps[index - 1].bought) : []
      let new = step.bought.filter { !before.contains($0) }.joined(separator: ", ")
      rows.append([
        index == 0 ? "as asked for" : "+ \(new)", decibels(step.figures.objects),
        decibels(step.figures.sqnr), figure(step.figures), "\(step.bytes)",
        step.milliseconds.map { fixed($0, 2) } ?? "",
      ])
    }
    if column.isEmpty {
      rows = rows.map { $0.enumerated().filter { $0.offset != 3 }.map(\.element) }
    }
    let table: Lines =
      "\(title), judged on \(counted(images, "image")) kept for it; \(counted(trials, "model")) tried:\n"
      + Table(rows, alignment: [.left]).text(indent: 2)
    return [table, verdict].joined()
  }

  private var title: String {
    switch limit.name {
    case "drop": "budget: at most \(limit.value) AP points lost"
    case "f1": "budget: F1 at least \(limit.value)"
    default: "budget: signal to noise at least \(limit.value) dB"
    }
  }

  private var column: String {
    switch limit.name {
    case "drop": "AP lost"
    case "f1": "F1"
    default: ""
    }
  }

  private func figure(_ figures: BudgetFigures) -> String {
    switch limit.name {
    case "drop": figures.drop.map { fixed($0, 2) } ?? ""
    case "f1": figures.f1.map { fixed($0, 4) } ?? ""
    default: ""
    }
  }

  private var verdict: Lines {
    let bought = steps.last?.bought ?? []
    let range =
      interval.map { ", 95 % interval of the loss \(fixed($0[0], 2)) to \(fixed($0[1], 2))" } ?? ""
    guard holds else {
      return "the budget does not hold: nothing else that could be bought helps\(range)"
    }
    return bought.isEmpty
      ? "the budget holds, nothing was bought\(range)"
      : "the budget holds, bought: \(bought.joined(separator: ", "))\(range)"
  }

  private func decibels(_ ratio: Double?) -> String { ratio.map { fixed($0, 1) } ?? "exact" }
}
