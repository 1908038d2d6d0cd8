import ArgumentParser
import Pipeline
import Provenance
import Text

struct ManifestShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print what a manifest knows of a file.")

  @Argument(help: "The manifest.", completion: .file(extensions: ["json"]))
  var manifest: String

  @Argument(help: "A path, a name, or the beginning of a hash, 6 digits or more.")
  var query: String

  func run() throws {
    let found = try Manifest(contentsOf: manifest).files(matching: query)
    guard !found.isEmpty else {
      throw PipelineError.unreadable("\(manifest): knows no file '\(query)'")
    }
    try Console.result(found.map(\.text).joined(separator: "\n\n"))
  }
}
