import Files
import JSON
import Pipeline
import Provenance
import Report

extension PublishedModel {
  /// Adds what the page shows of signed files: statements, images of the report, the card.
  ///
  /// - Parameters:
  ///   - place: the signed folder, which was verified.
  ///   - site: where files of the page are written.
  /// - Throws: a `Failure`.
  func addEvidence(to model: inout SiteModel, from place: String, site: String) throws {
    for variant in model.variants {
      guard let statements = variant.statements else { continue }
      model.claims += try claims(of: variant.file, in: statements, place)
    }
    if Folder.hasFile("\(place)/\(ModelCard.fileName)") {
      model.card = String(
        decoding: try MappedFile(path: "\(place)/\(ModelCard.fileName)").withUnsafeBytes {
          Array($0)
        }, as: UTF8.self)
    }
    let report = "\(place)/\(ModelBuild.reportName)"
    guard Folder.hasFile(report) else { return }
    model.images = ReportExcerpt(
      imagesOf: try MappedFile(path: report).withUnsafeBytes { Array($0) }, in: "images")
    // Models that were looked at on the same images share them.
    for file in model.images?.files ?? [] where !Folder.hasFile("\(site)/\(file.path)") {
      try Folder.create("\(site)/images")
      try AtomicFile.write(file.bytes, to: "\(site)/\(file.path)")
    }
  }

  private func value(_ number: JSONValue?) -> Double? {
    if case .number(let number) = number { number.double } else { nil }
  }

  /// The statements that tell what was measured.
  private func claims(
    of file: String, in statements: String, _ place: String
  ) throws -> [SiteModel.Claim] {
    let lines: [StatementFile.Line]
    do throws(SignatureError) { lines = try StatementFile.read("\(place)/\(statements)") } catch {
      throw PipelineError.malformed("\(error)")
    }
    return lines.enumerated().compactMap { index, line in
      let predicate = line.statement.predicate
      guard let kind = SiteModel.Claim.Kind(predicate["darkroom_kind"]?.text),
        let subject = line.statement.subjects.first
      else { return nil }
      let numbers = (predicate["darkroom_figures"]?.elements ?? []).compactMap { entry in
        entry["name"]?.text.flatMap { name in
          value(entry["value"]).map {
            SiteModel.Claim.Number(
              name: name, value: $0, slice: entry["slice"]?.text, unit: entry["unit"]?.text)
          }
        }
      }
      guard !numbers.isEmpty else { return nil }
      return SiteModel.Claim(
        file: file, digest: subject.digest.description, statements: statements, line: index + 1,
        kind: kind, images: predicate["darkroom_dataset"]?["name"]?.text ?? "not told",
        numbers: numbers)
    }
  }
}

extension SiteModel.Claim.Kind {
  /// By the word of statements; nil for those that tell of neither.
  fileprivate init?(_ word: String?) {
    switch word {
    case "evaluate": self = .accuracy
    case "compare": self = .agreement
    default: return nil
    }
  }
}
