import Foundation
import PackagePlugin

/// Bakes into the program what it is built from, before each build.
@main
struct BakeRevision: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) async throws -> [Command] {
    let package = context.package.directoryURL.path
    let output = context.pluginWorkDirectoryURL
    return [
      .prebuildCommand(
        displayName: "Looking up the revision", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["\(package)/Plugins/BakeRevision/revision", package, output.path],
        outputFilesDirectory: output)
    ]
  }
}
