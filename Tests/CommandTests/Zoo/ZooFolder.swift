import Foundation
import TestSupport

/// A zoo of a test's own: a recipe of the embedded detector, a store, a key, and `$darkroom` that
/// uses them.
struct ZooFolder {
  let folder: WorkFolder
  /// The options that name recipes, store and key, for a line of shell.
  static let environment =
    "export DARKROOM_RECIPES=recipes DARKROOM_STORE=store DARKROOM_KEY=key.pem; "

  /// What a recipe may differ in.
  struct Recipe {
    var name = "shapes"
    var calibration = ZooFolder.calibration
    /// Further lines of the part `quantization`.
    var quantization = "  effort: fast"
    /// The runtimes that a model is made for each.
    var targets: [String] = []
    /// Options of the conversion, in one line.
    var conversion = ""
    var images = ZooFolder.validation
    var hasEvaluation = true
    var gates = "  minimumAP: 0.7"
    var weights = Shapes.weights
    var weightsHash = "9188972f5080401748416015ca690464221c9c6dd9c9079398c13c617a1411b6"
    var license = "MIT"
    var licenseFile = Fixtures.root.appendingPathComponent("LICENSE").path
  }

  init() throws {
    folder = try WorkFolder()
    let outcome = try folder.darkroom("keygen", "key.pem")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
    try write()
  }

  /// Writes the recipe.
  func write(_ change: (inout Recipe) -> Void = { _ in }) throws {
    var recipe = Recipe()
    change(&recipe)
    let license = recipe.licenseFile
    var text = """
      schemaVersion: 1
      name: \(recipe.name)
      title: Shapes
      description: The embedded detector.
      task: object-detection
      tags: [demo]
      license: \(recipe.license)
      licenseFile: \(license)
      sources:
        cfg: {urls: [\(Shapes.cfg)], license: MIT, licenseFile: \(license),
          sha256: 8093c0bbeb21ecaa303d502dd74a3cba593a831d44c27a70697120ff69ca97b3}
        weights: {urls: [\(recipe.weights)], license: MIT, licenseFile: \(license),
          sha256: \(recipe.weightsHash)}
        names: {urls: [\(Shapes.names)], license: MIT, licenseFile: \(license),
          sha256: 5dd75b6e9ee4cdb26aebfa3164728d3a1986a3c75dbd41ba623e25ed648ec685}
      quantization:
      \(recipe.quantization)
      calibration:
        name: Images of shapes
        folder: \(recipe.calibration)
        limit: 10
        license: MIT
        licenseFile: \(license)

      """
    if !recipe.targets.isEmpty {
      text += "targets: [\(recipe.targets.joined(separator: ", "))]\n"
    }
    if !recipe.conversion.isEmpty { text += "conversion: {\(recipe.conversion)}\n" }
    if recipe.hasEvaluation {
      text += """
        evaluation:
          dataset: Images of shapes
          images: \(recipe.images)
          annotations: \(ZooFolder.annotations)
          license: MIT
          licenseFile: \(license)

        """
    }
    text += "gates:\n\(recipe.gates)\n"
    try folder.file("recipes/\(recipe.name).yaml", text)
  }

  /// Runs a line of shell.
  func shell(_ line: String, timeout: Double = 120) throws -> CommandLineTool.Outcome {
    try folder.shell(ZooFolder.environment + line, timeout: timeout)
  }

  /// The states of the models by their names.
  func states() throws -> [String: String] {
    let outcome = try shell("$darkroom zoo list --json")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
    let models = try JSONDocument(outcome.output)["models"]?.elements ?? []
    return Dictionary(
      uniqueKeysWithValues: models.compactMap { model in
        guard let name = model["name"]?.string, let state = model["state"]?.string else {
          return nil
        }
        return (name, state)
      })
  }

  /// The steps that a build does, by what `--explain` says.
  static func steps(done outcome: CommandLineTool.Outcome) -> [String] {
    outcome.errors.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
      return parts.count == 3 && parts[2].hasPrefix("done in") ? parts[1] : nil
    }
  }
}

extension ZooFolder {
  private static let images = Fixtures.root.appendingPathComponent("Images/shapes").path
  static let calibration = images + "/calibration"
  static let validation = images + "/validation"
  static let annotations = images + "/instances_validation.json"
}
