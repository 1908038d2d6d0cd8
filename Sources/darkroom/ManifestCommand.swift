import ArgumentParser

struct ManifestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest",
    abstract: "List the files of a folder with their hashes, and check them.",
    subcommands: [ManifestCreate.self, ManifestVerify.self, ManifestShow.self])
}
