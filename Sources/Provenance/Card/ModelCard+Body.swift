import JSON

extension ModelCard {
  /// What people read.
  var body: [String] {
    let sections: [(title: String, lines: [String])] = [
      ("Files", files), ("Performance", performance), ("For which runtime", runtimes),
      ("How to use", usage),
      ("Quantization", quantization), ("Provenance", provenance), ("Licences", licenses),
      ("Not known", unknown),
    ]
    let lines = sections.filter { !$0.lines.isEmpty }.flatMap { section in
      ["", "## \(section.title)", ""] + section.lines
    }
    let source = ProvenanceRecord.path(for: record.artifact.file.name)
    return ["# \(Markdown.text(title))", ""] + summary + lines + [
      "",
      "This card is generated from \(Markdown.code(source, inTable: false)); every metric in it stands there "
        + "unrounded.",
    ]
  }

  private var summary: [String] {
    let artifact = record.artifact
    var kind = [artifact.precision.map(ModelCard.precisionName), artifact.architecture]
      .compactMap { $0 }.map(Markdown.text).joined(separator: " ")
    if kind.isEmpty { kind = "A" }
    var sentences = [
      "\(kind) model"
        + (artifact.opset.map { " in ONNX format, opset \($0)" } ?? "")
        + (artifact.task.map { ", for \(Markdown.text($0))" } ?? "") + "."
    ]
    if let parent = record.material(.parentModel) {
      sentences.append(
        "Made from \(Markdown.code(parent.file.name, inTable: false)) by \(ModelCard.name(record.tool)) "
          + "(`\(Slug.text(record.command.name))`).")
    } else if let weights = record.material(.weights) {
      sentences.append(
        "Made from \(Markdown.code(weights.file.name, inTable: false)) by \(ModelCard.name(record.tool)) "
          + "(`\(Slug.text(record.command.name))`).")
    }
    if let calibration = record.calibration {
      sentences.append(
        "Calibrated with \(calibration.count) images of \(Markdown.text(calibration.name)).")
    }
    if let attribution = artifact.attribution { sentences.append(Markdown.text(attribution)) }
    return [sentences.joined(separator: " ")]
  }

  private var files: [String] {
    let rows = ([record] + siblings + ancestors).map { record in
      let file = record.artifact.file
      return [
        Markdown.code(file.name), record.artifact.precision.map(Markdown.text) ?? "",
        "\(file.size)", Markdown.code(file.digest.description),
      ]
    }
    return Markdown.table(["File", "Numbers", "Bytes", "SHA-256"], rows)
  }

  private var quantization: [String] {
    guard let calibration = record.calibration else { return [] }
    var rows = [
      ["Images", "\(calibration.count) of \(Markdown.text(calibration.name))"],
      ["SHA-256 of their list", Markdown.code(calibration.digest.description)],
    ]
    if let preprocessing = calibration.preprocessing {
      rows.append(["Preprocessing", Markdown.text(preprocessing)])
    }
    return Markdown.table(["Calibration", ""], rows + ModelCard.rows(record.command.parameters))
  }

  private var unknown: [String] {
    let warnings = ([record] + ancestors).flatMap(\.warnings)
    return unique(warnings).map { "- \(Markdown.text($0))" }
  }

  /// Parameters by name.
  static func rows(_ parameters: [String: JSONValue]) -> [[String]] {
    parameters.inOrder.map {
      [Markdown.text($0.key), Markdown.text($0.value.plainText)]
    }
  }

  static func name(_ tool: Tool) -> String { Markdown.text("\(tool.name) \(tool.version)") }

  private static func precisionName(_ precision: String) -> String {
    precision == "int8" ? "INT8" : precision
  }
}
