import Digests
import Evaluation
import Files
import Pipeline
import Provenance
import Report
import Text

extension ModelBuild {
  /// The name of the page about the models.
  static let reportName = "report.html"
  /// The name of the copy of the recipe.
  static let recipeName = "recipe.yaml"
  /// The name of the manifest.
  static let manifestName = "manifest.json"

  /// Puts together the folder to publish, all but signatures: models, records with what was
  /// measured, statements, bills of materials, card, notice, page, recipe and manifest.
  func assembly(_ made: BuiltSteps, _ looked: ComparisonInputs) throws -> StepWork {
    var inputs = StepInputs(files: ["recipe": recipe.digest])
    for (name, outcome) in made.outcomes {
      for (file, stored) in outcome.outputs {
        inputs.files["\(name.rawValue): \(file)"] = stored.digest
      }
    }
    // Not their paths: where a repository lies changes nothing of what is made.
    for (index, path) in recipe.licenseFiles.enumerated() {
      inputs.files["licence text \(index): \(Folder.name(of: path))"] = try Digest(ofFile: path)
    }
    var step = StepRunner.Step(name: StepName.assemble.rawValue, inputs: inputs, outputs: nil)
    let shown = try shownImages(made, looked)
    if shown == nil, let kept = try kept(step) { return .kept(kept) }
    if let shown { step.inputs.images = shown.digests }
    return .make(
      step,
      StepMaker { place throws in
        let folder = place.outputs
        for variant in recipe.variants {
          guard let outcome = made[variant.madeBy] else { continue }
          let model = recipe.fileName(of: variant)
          try store.place(try outcome[model], at: "\(folder)/\(model)")
          let record = ProvenanceRecord.path(for: model)
          // Metrics are added to it, so it is no link to what is stored.
          try store.place(try outcome[record], at: "\(folder)/\(record)", mayLink: false)
          try addMeasurements(of: variant, made, to: "\(folder)/\(model)", looked)
        }
        try document(in: place, made)
        try page(in: place, made, shown)
        try copyRecipe(to: folder)
        let path = "\(folder)/\(ModelBuild.manifestName)"
        try Manifest.create(folder: folder, own: path, threads: threads).write(to: path)
      })
  }

  /// Puts what was measured into the record of a model.
  private func addMeasurements(
    of variant: Recipe.Variant, _ made: BuiltSteps, to model: String, _ looked: ComparisonInputs
  ) throws {
    let path = ProvenanceRecord.path(for: model)
    var measurements: [Measurement] = []
    if let outcome = made[.evaluate(variant)], let set = recipe.evaluation {
      measurements.append(crediting(set.images, try accuracy(outcome, set)))
    }
    if variant != .float, let outcome = made[.compare(variant.target)] {
      let report = try read(ComparisonReport.self, try outcome[ModelBuild.comparisonName])
      let float = try made.file(.convert, floatName)
      let reference = FileReference(
        name: floatName, digest: float.digest, size: float.size, mediaType: MediaType.onnx)
      let measurement = try Measurement(
        report, dataset: looked.set?.name, license: looked.set?.terms.license ?? .noAssertion,
        reference: reference, circumstances: false)
      measurements.append(crediting(looked.set, measurement))
    }
    var record = try ProvenanceRecord(contentsOf: path)
    record.measurements += measurements
    try record.write(to: path, isUpdate: true)
  }

  /// What an evaluation found.
  private func accuracy(
    _ outcome: StepRunner.Outcome, _ set: Recipe.EvaluationSet
  ) throws -> Measurement {
    let file = try outcome[ModelBuild.evaluationName]
    let (name, license) = (set.images.name, set.images.terms.license)
    guard set.labels == nil else {
      return try Measurement(
        try read(ClassificationReport.self, file), dataset: name, license: license,
        labels: try annotationsFile(outcome), circumstances: false)
    }
    return try Measurement(
      try read(EvaluationReport.self, file), dataset: name, license: license,
      annotations: try annotationsFile(outcome), circumstances: false)
  }

  /// A measurement with what is said of its images.
  private func crediting(_ set: Recipe.ImageSet?, _ measurement: Measurement) -> Measurement {
    guard let set else { return measurement }
    var measurement = measurement
    measurement.dataset?.attribution = set.terms.attribution
    measurement.dataset?.uris = recipe.entry(set.terms, urls: set.urls).uris
    return measurement
  }

  /// The file of annotations that an evaluation was judged by, as it was then.
  private func annotationsFile(
    _ outcome: StepRunner.Outcome
  ) throws -> FileReference? {
    let entry = try store.read(StepEntry.self, StepEntry.name(outcome.key))
    guard let annotations = entry?.inputs.annotations, let size = annotations.size else {
      return nil
    }
    return FileReference(
      name: annotations.name, digest: annotations.digest, size: size,
      mediaType: MediaType.of(annotations.name))
  }

  /// Writes statements, bills of materials, card and notice.
  private func document(in place: StepRunner.Place, _ made: BuiltSteps) throws {
    let models = recipe.variants.filter { made[$0.madeBy] != nil }
    let main: Recipe.Variant = models.contains(.int8(nil)) ? .int8(nil) : .float
    for variant in models {
      let isMain = variant == main
      let documents = try RecordDocuments(of: "\(place.outputs)/\(recipe.fileName(of: variant))")
      do throws(SignatureError) { _ = try documents.write(key: nil, includesCard: isMain) } catch {
        throw PipelineError.unwritable("\(error)")
      }
    }
    let texts = "\(place.inputs)/texts"
    try Folder.create(texts)
    for (index, path) in recipe.licenseFiles.enumerated() {
      // Texts of one name may differ.
      try Folder.create("\(texts)/\(index)")
      try FilePlacement.place(
        path, at: "\(texts)/\(index)/\(Folder.name(of: path))", mayLink: false)
    }
    let notice = try NoticeFiles(folder: place.outputs, search: [texts], policy: nil)
    _ = try notice.write()
    note(notice.warnings)
  }

  private func copyRecipe(to folder: String) throws {
    let file = try MappedFile(path: recipe.path)
    guard file.withUnsafeBytes({ Digest(of: $0) }) == recipe.digest else {
      throw FileError(
        kind: .unreadable, path: recipe.path, message: "was changed meanwhile; build again")
    }
    try AtomicFile.write(file.prefix(file.count), to: "\(folder)/\(ModelBuild.recipeName)")
  }
}
