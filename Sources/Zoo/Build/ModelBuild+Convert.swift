import Files
import Pipeline
import Provenance
import Text

extension ModelBuild {
  /// The name of the file that tells what was converted.
  static let conversionName = "convert.json"

  /// What the float model depends on.
  func convertStep() throws -> StepRunner.Step {
    var inputs = StepInputs()
    inputs.add(conversion(cfg: "", weights: "", names: nil).command)
    try inputs.add(floatDeclarations)
    for source in recipe.sources {
      inputs.files["\(source.role.rawValue) \(source.file)"] = sources[source.role]?.digest
    }
    return StepRunner.Step(
      name: StepName.convert.rawValue, inputs: inputs,
      outputs: [floatName, ProvenanceRecord.path(for: floatName), ModelBuild.conversionName])
  }

  /// Makes the float model.
  func convert(_ place: StepRunner.Place) throws {
    var paths: [Recipe.Source.Role: String] = [:]
    for source in recipe.sources {
      guard let file = sources[source.role] else {
        throw PipelineError.fault("\(recipe.name): \(source.role.rawValue) was not pulled")
      }
      let path = "\(place.inputs)/\(source.role.rawValue)/\(source.file)"
      try store.place(file, at: path)
      paths[source.role] = path
    }
    var conversion = conversion(
      cfg: paths[.cfg] ?? "", weights: paths[.weights] ?? "", names: paths[.names])
    conversion.declarations = floatDeclarations
    conversion.naming = .names
    let output = "\(place.outputs)/\(floatName)"
    let summary = try conversion.run().write(to: output, circumstances: false)
    note(summary.warnings)
    try ModelBuild.write(summary.record, to: "\(place.outputs)/\(ModelBuild.conversionName)")
  }

  private var floatDeclarations: Declarations { recipe.declarations(title: recipe.title) }

  private func conversion(cfg: String, weights: String, names: String?) -> Conversion {
    let parameters = recipe.conversion
    var conversion = Conversion(
      cfg: cfg, weights: weights, names: names, heads: parameters.heads, batch: parameters.batch,
      precision: parameters.precision, opset: parameters.opset)
    conversion.interface = parameters.interface
    return conversion
  }
}
