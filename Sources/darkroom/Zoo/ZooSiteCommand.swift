import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooSiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site",
    abstract: "Write pages about the published models, with their signed folders.",
    discussion: """
      A folder that any web server can serve, or a browser can open: a list with filters, a page for \
      each model, models.json for machines, an Atom feed, and the folders that were published, byte \
      for byte. Each is verified before it is shown. An earlier site in the folder is replaced as a whole.
      """)

  @Argument(help: "The names of models; all that were published when not given.")
  var names: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A folder that is new, empty, or holds an earlier site.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(help: "What the site is called.")
  var title = "Model zoo"

  @Option(
    help: ArgumentHelp(
      """
      What `inspect --profile --json` printed of a model of the site, for accuracy against time; \
      may be given several times.
      """, valueName: "file.json"),
    completion: .file())
  var profile: [String] = []

  @OptionGroup var zoo: ZooArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    let folder = zoo.recipeFolder
    let recipes = try folder.recipes(named: names.isEmpty ? folder.names() : names)
    var site = SiteRun(recipes, from: try zoo.openStore(), title: title)
    site.profiles = profile
    let outcome = try site.run(to: output)
    if !quiet, !names.isEmpty {
      for name in outcome.left { Console.note("\(name): is left out, as it was not published") }
    }
    let count = outcome.shown.count == 1 ? "1 model" : "\(outcome.shown.count) models"
    try Console.result("\(file: "\(output)/index.html"): \(count)")
  }
}
