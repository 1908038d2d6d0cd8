import Pipeline
import Text

extension ModelSummary {
  /// Models as a table for people.
  public static func table(_ models: [ModelSummary]) -> Lines {
    var rows = [["model", "state", "float", "INT8", "AP", "AP INT8", "agreement", "gates"]]
    for model in models {
      let figures = model.figures
      rows.append([
        model.name, model.state.rawValue + (model.isStale ? " (recipe changed)" : ""),
        size(figures?.floatBytes), size(figures?.int8Bytes), accuracy(figures?.float),
        accuracy(figures?.int8), figures?.agreement.map { Table.fixed($0.f1, 3) } ?? "",
        model.gatesInShort,
      ])
    }
    return Table(rows, alignment: [.left, .left]).text()
  }

  private var gatesInShort: String {
    guard !gates.isEmpty else { return "" }
    let held = gates.count { $0.verdict == .passed }
    let failed = gates.count { $0.verdict == .failed }
    return "\(held) of \(gates.count)\(failed > 0 ? ", \(failed) failed" : "")"
  }

  private static func size(_ bytes: Int?) -> String {
    guard let bytes else { return "" }
    return bytes < 1_000_000
      ? "\(Table.fixed(Double(bytes) / 1e3, 0)) kB" : "\(Table.fixed(Double(bytes) / 1e6, 1)) MB"
  }

  private static func accuracy(_ found: ModelFigures.Accuracy?) -> String {
    found.map { Table.fixed($0.ap, 4) } ?? ""
  }
}

extension Gate.Verdict {
  /// As lines of a list begin.
  var column: String {
    switch self {
    case .passed: "holds   "
    case .failed: "FAILED  "
    case .unproven: "unproven"
    }
  }
}

extension [Gate] {
  /// A line each, for people.
  public var lines: [Lines] { map { "  \($0.verdict.column)  \($0.text)" } }
}
