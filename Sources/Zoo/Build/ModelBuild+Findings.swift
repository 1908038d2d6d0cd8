import Evaluation
import Pipeline
import Provenance

extension ModelBuild {
  /// What was found of the models.
  struct Findings {
    let figures: ModelFigures
    let records: [ProvenanceRecord]
  }

  /// What was measured, and the records that it was put into.
  func findings(_ made: Made) throws(PipelineError) -> Findings {
    let float = try made.file(.convert, floatName)
    let int8 = try made[.quantize].map { (outcome) throws(PipelineError) in try outcome[int8Name] }
    var figures = ModelFigures(floatBytes: float.size, int8Bytes: int8?.size)
    figures.float = try made[.evaluateFloat].map(accuracy)
    figures.int8 = try made[.evaluateINT8].map(accuracy)
    if let outcome = made[.compare] {
      let report = try read(ComparisonReport.self, try outcome[ModelBuild.comparisonName])
      figures.agreement = ModelFigures.Agreement(
        models: report.models.map(\.file.sha256), pictures: report.images.count,
        f1: report.detections.f1)
    }
    var records: [ProvenanceRecord] = []
    for (path, file) in made[.assemble]?.outputs ?? [:]
    where path.hasSuffix(ProvenanceRecord.suffix) {
      let mapped = try store.open(file)
      do throws(DocumentError) {
        records.append(try ProvenanceRecord(parsing: mapped.prefix(mapped.count), source: path))
      } catch { throw PipelineError(error) }
    }
    records.sort { $0.artifact.file.name < $1.artifact.file.name }
    return Findings(figures: figures, records: records)
  }

  private func accuracy(
    _ outcome: StepRunner.Outcome
  ) throws(PipelineError) -> ModelFigures.Accuracy {
    let report = try read(EvaluationReport.self, try outcome[ModelBuild.evaluationName])
    guard let subject = report.subject, let model = subject.model else {
      throw .fault("an evaluation does not say of what it is")
    }
    return ModelFigures.Accuracy(
      model: model.file.sha256, annotations: subject.annotations.sha256, pictures: report.images,
      ap: report.metrics.ap, ap50: report.metrics.ap50)
  }
}
