import Evaluation
import Files
import Pipeline
import Quantization
import Report
import Text

extension ModelBuild {
  /// How many images the page shows of those that agree least, and as many of the first ones.
  private static let shownOfEach = 2

  /// The images that the page shows; nil where they are not at hand.
  func shownImages(_ made: BuiltSteps, _ looked: ComparisonInputs) throws -> ImageSelection? {
    guard let compared = looked.compared else { return nil }
    var names: [String] = []
    if let outcome = made[.compare(nil)] {
      let report = try read(ComparisonReport.self, try outcome[ModelBuild.comparisonName])
      names = report.images.prefix(ModelBuild.shownOfEach).map(\.path)
    }
    let worst = compared.entries.filter { names.contains($0.name) }
    let first = compared.entries.filter { !names.contains($0.name) }
    return ImageSelection(
      first.prefix(2 * ModelBuild.shownOfEach - worst.count) + worst, of: compared.set)
  }

  /// Writes the page about the models.
  func page(
    in place: StepRunner.Place, _ made: BuiltSteps, _ shown: ImageSelection?
  ) throws {
    var inputs: [(input: ReportInput, name: String)] = []
    func add<Value: Decodable>(
      _ step: StepName, _ name: String, _ input: (Value) -> ReportInput
    ) throws {
      guard let outcome = made[step] else { return }
      inputs.append((input(try read(Value.self, try outcome[name])), name))
    }
    try add(.convert, ModelBuild.conversionName) { .conversion($0) }
    try add(.quantize(nil), ModelBuild.quantizationName) { .quantization($0) }
    try add(.compare(nil), ModelBuild.comparisonName) { .comparison($0) }
    for variant in [Recipe.Variant.float, .int8(nil)] {
      if recipe.evaluation?.labels == nil {
        try add(.evaluate(variant), ModelBuild.evaluationName) { .evaluation($0) }
      } else {
        try add(.evaluate(variant), ModelBuild.evaluationName) { .accuracy($0) }
      }
    }
    for target in recipe.targets {
      if let model = try targetModel(target, made) { inputs.append((.target(model), model.file)) }
    }
    if let shown {
      let list = try shown.lay(in: place.inputs)
      let paths = try CalibrationImages.paths(of: list)
      for variant in [Recipe.Variant.float, .int8(nil)] {
        let model = recipe.fileName(of: variant)
        let path = "\(place.outputs)/\(model)"
        guard Folder.hasFile(path) else { continue }
        let loaded = try Model.load(path: path, batch: 1)
        guard !loaded.graph.contract.heads.isEmpty else { continue }
        var run = try DetectionRun(
          model: loaded, names: nil,
          options: Detector.Options(execution: Execution(threads: threads)))
        run.isStrict = true
        var report = try run.run(on: paths, annotatedTo: nil).report
        report.model = try loaded.record()
        inputs.append((.detections(report), model))
      }
    }
    let html: String
    do throws(ReportError) {
      html = try ReportPage(ReportSources(inputs), title: recipe.title).html()
    } catch {
      // The program itself has just written what the page is made from.
      if error.category == .unreadable { throw error }
      throw PipelineError.fault("\(error)")
    }
    try AtomicFile.write(
      Array(html.utf8), to: "\(place.outputs)/\(ModelBuild.reportName)")
  }

  /// What is known of the model for a target; nil where it was not made.
  private func targetModel(
    _ target: DeploymentTarget, _ made: BuiltSteps
  ) throws -> TargetModel? {
    let variant = Recipe.Variant.int8(target)
    func report<Value: Decodable>(_ step: StepName, _ name: String) throws -> Value? {
      try made[step].map { try read(Value.self, try $0[name]) }
    }
    let quantized: QuantizationRecord? = try report(variant.madeBy, ModelBuild.quantizationName)
    guard let quantized else { return nil }
    return TargetModel(
      file: recipe.fileName(of: variant), record: quantized,
      evaluation: recipe.evaluation?.labels == nil
        ? try report(.evaluate(variant), ModelBuild.evaluationName) : nil,
      comparison: try report(.compare(target), ModelBuild.comparisonName))
  }
}
