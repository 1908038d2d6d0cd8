import ArgumentParser

struct ZooCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zoo",
    abstract: "Make, check and hand out models by their recipes.",
    discussion: """
      A recipe, NAME.yaml in the folder of --recipes, says what a model is made from, how, and what \
      has to hold before it is handed out. The store keeps everything by its SHA-256; it is made by \
      the first pull or build.
      """,
    subcommands: [
      ZooInit.self, ZooList.self, ZooShow.self, ZooAdd.self, ZooPull.self, ZooBuildCommand.self,
      ZooVerify.self,
      ZooPublish.self, ZooGarbage.self,
    ])
}
