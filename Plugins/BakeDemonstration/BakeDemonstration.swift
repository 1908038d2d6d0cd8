import Foundation
import PackagePlugin

/// Bakes the embedded detector and its images into the program.
@main
struct BakeDemonstration: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) async throws -> [Command] {
    let package = context.package.directoryURL.path
    let output = context.pluginWorkDirectoryURL
    return [
      .prebuildCommand(
        displayName: "Baking the demonstration", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["\(package)/Plugins/BakeDemonstration/bake", package, output.path],
        outputFilesDirectory: output)
    ]
  }
}
