import ArgumentParser
import Files
import Pipeline
import Provenance
import Text
import Zoo

struct ZooAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Write a recipe for a checkpoint, to be filled in.",
    discussion: "Licences are left open, as they are not guessed.")

  @Argument(help: "The network description.", completion: .file(extensions: ["cfg"]))
  var cfg: String

  @Argument(help: "The stored weights.", completion: .file(extensions: ["weights"]))
  var weights: String

  @Option(
    help: ArgumentHelp("Class names, one on each line.", valueName: "file"), completion: .file())
  var names: String?

  @Option(help: "What commands call the model; the name of the cfg when not given.")
  var name: String?

  @Option(
    help: ArgumentHelp(
      "The images that INT8 is calibrated with; without them there is only a float model.",
      valueName: "folder|list"), completion: .file())
  var calibration: String?

  @OptionGroup var zoo: ZooArguments

  func run() throws {
    var addition = RecipeAddition(cfg: cfg, weights: weights)
    addition.names = names
    addition.name = name
    addition.calibration = calibration
    let path = try addition.write(to: zoo.recipeFolder)
    try Console.result("\(path): fill in what is left open, and `darkroom zoo build` it")
  }
}
