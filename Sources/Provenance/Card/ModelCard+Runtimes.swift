import JSON

extension ModelCard {
  /// Which file is for which runtime, how accurate it is, what ran it, and by which rules it was
  /// checked; nothing where no file is for one.
  var runtimes: [String] {
    let rows = ([record] + siblings).compactMap(ModelCard.row)
    guard !rows.isEmpty else { return [] }
    let table = Markdown.table(
      ["File", "For", "AP", "F1 against float", "Measured on", "Rules of the runtime"], rows)
    return table + [
      "",
      "The rules were checked in the files. Rules that were run were found by running the runtime, or "
        + "its vendor's simulator, on other files; the others were read in its documents, "
        + "sources or reported problems. Where the runtime is not in the column \"Measured on\", it did "
        + "not run these files.",
    ] + ownRules
  }

  private static func row(_ record: ProvenanceRecord) -> [String]? {
    guard let rules = record.checkedRules else { return nil }
    let accuracy = record.currentMeasurements.last { $0.kind == .evaluate }
    let agreement = record.currentMeasurements.last { $0.kind == .compare }
    func value(_ name: String, _ measurement: Measurement?) -> String {
      let metric = measurement?.metrics.first { $0.name == name && $0.slice == nil }
      return metric.map { rounded($0.value) } ?? "not measured"
    }
    var runners = accuracy.map { [runner(of: $0)] } ?? []
    if let name = agreement.map(runner), !runners.contains(name) { runners.append(name) }
    return [
      Markdown.code(record.artifact.file.name), Markdown.text(rules.title), value("ap", accuracy),
      value("f1", agreement), runners.isEmpty ? "nothing" : runners.joined(separator: ", "),
      Markdown.text(rules.count.words),
    ]
  }

  /// What ran the model in a measurement.
  private static func runner(of measurement: Measurement) -> String {
    switch measurement.protocolParameters["runtime"]?.text {
    case nil, "native": "Darkroom's own engine"
    case "onnxruntime": "ONNX Runtime"
    case let other?: Markdown.text(other)
    }
  }

  /// Every rule of the runtime that the model of the card is for.
  private var ownRules: [String] {
    guard let checked = record.checkedRules else { return [] }
    let rows = checked.rules.map { rule in
      [
        Markdown.text(rule.name), rule.verdict.rawValue,
        rule.proof.map { Markdown.text($0.rawValue) } ?? "not known",
        rule.source.map(Markdown.text) ?? "", rule.message.map(Markdown.text) ?? "",
      ]
    }
    return [""]
      + Markdown.table(
        ["Rule of \(Markdown.text(checked.title))", "Result", "Known by", "Source", "Found"], rows)
  }
}
