extension ModelCard {
  /// Everything that went in, under which licence, and who is to be credited.
  var licenses: [String] {
    var rows = [
      row(
        "this model", record.artifact.file.name, record.artifact.license,
        record.artifact.attribution)
    ]
    for record in [record] + ancestors {
      rows += record.materials.map { material in
        row(
          material.role.rawValue, material.file.name, material.license, material.attribution)
      }
      if let calibration = record.calibration {
        rows.append(
          row(
            "calibration images", calibration.name, calibration.license,
            calibration.attribution))
      }
      rows += record.currentMeasurements.compactMap(\.dataset).map { dataset in
        row("measured with", dataset.title, dataset.license, dataset.attribution)
      }
      rows += ([record.tool] + record.otherTools).map { tool in
        row(
          "tool, not redistributed", "\(tool.name) \(tool.version)", tool.license,
          tool.attribution)
      }
    }
    var seen: Set<[String]> = []
    let table = Markdown.table(
      ["", "What", "Licence", "Credit"], rows.filter { seen.insert($0).inserted })
    return table + [
      "", "Details: [\(Markdown.text(licenseLink))](<\(PercentEncoding.address(licenseLink))>).",
    ]
  }

  private func row(
    _ role: String, _ name: String, _ license: LicenseStatement, _ attribution: String?
  ) -> [String] {
    let shown = license == .noAssertion ? "NOASSERTION (not known)" : license.description
    return [
      Markdown.text(role), Markdown.text(name), Markdown.text(shown),
      attribution.map(Markdown.text) ?? "",
    ]
  }
}
