import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zoo",
    abstract: "Make, check and publish models by their recipes.",
    discussion: """
      A recipe, NAME.yaml in the folder of --recipes, says what a model is made from, how, and what \
      has to hold before it is published. The store keeps everything by its SHA-256; it is made by \
      the first pull or build.
      """,
    subcommands: [
      ZooInitCommand.self, ZooListCommand.self, ZooShowCommand.self, ZooAddCommand.self,
      ZooPullCommand.self, ZooBuildCommand.self,
      ZooPlanCommand.self, ZooStepCommand.self, ZooAssembleCommand.self,
      ZooVerifyCommand.self,
      ZooPublishCommand.self, ZooWithdrawCommand.self, ZooSiteCommand.self, ZooDiffCommand.self,
      ZooGarbageCommand.self,
    ])
}

struct ZooInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a folder a store, or take over a store of an earlier version.",
    discussion: """
      The folder is new or empty, or holds what a store does and nothing else, which all stays as it \
      is. Any other folder is refused. `zoo pull` and `zoo build` make a new store by themselves.
      """)

  @OptionGroup var zoo: ZooArguments

  func run() throws {
    let path = zoo.storePath
    let told =
      switch try Store.adopt(path) {
      case .made: "a new store"
      case .adopted: "a store of an earlier version, taken over as it is"
      case .present: "is a store already"
      }
    try Console.result("\(path): \(told)")
  }
}

struct ZooGarbageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove from the store what no model refers to any more.",
    discussion: """
      Kept are the models as they were built last and as they were published, what they are made \
      from, and what was quarantined. Nobody else may use the store meanwhile.
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
