import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooGarbage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove from the store what no model refers to any more.",
    discussion: """
      Kept are the models as they were built last and as they were published, what they are made \
      from, and what was put aside. Nobody else may use the store meanwhile.
      """)

  @OptionGroup var zoo: ZooArguments

  @Flag(help: "Only tell what would go.")
  var dryRun = false

  func run() throws {
    let garbage = try Garbage(in: try zoo.openStore(.alone))
    for file in garbage.files { try Console.result("\(file.path)  \(file.size) bytes") }
    if !dryRun { garbage.remove() }
    try Console.result(
      "\(garbage.files.count) files, \(garbage.size) bytes \(dryRun ? "would be" : "were") removed")
  }
}
