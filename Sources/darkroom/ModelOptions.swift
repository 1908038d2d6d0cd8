import ArgumentParser
import Pipeline
import Text

/// A model and, for a cfg, its weights.
struct ModelOptions: ParsableArguments {
  @Argument(help: "An .onnx file, or a .cfg file.", completion: .file(extensions: ["onnx", "cfg"]))
  var model: String

  @Option(
    help: ArgumentHelp(
      "The weights of a .cfg; the file of the same name beside it when not given.",
      valueName: "file"),
    completion: .file(extensions: ["weights"]))
  var weights: String?

  @Flag(name: .shortAndLong, help: "Print no warnings and no progress.")
  var quiet = false

  func load(batch: Int? = nil) throws -> Model {
    let model = try Model.load(path: model, weights: weights, batch: batch)
    if !quiet { for warning in model.warnings { Console.note("\(warning)") } }
    return model
  }
}
