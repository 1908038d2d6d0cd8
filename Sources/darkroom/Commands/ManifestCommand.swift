import ArgumentParser
import Files
import Pipeline
import Provenance
import Text

struct ManifestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest",
    abstract: "List the files of a folder with their hashes, and check them.",
    subcommands: [ManifestCreateCommand.self, ManifestVerifyCommand.self, ManifestShowCommand.self])
}

struct ManifestCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write the manifest of a folder: paths, sizes, hashes, licences, records.",
    discussion: "The signature model.sig is left out, as it comes after the manifest.")

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The manifest; manifest.json in the folder when not given.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(name: .customLong("sha256sum"), help: "Write lines as sha256sum does, to be checked by it.")
  var isDigestList = false

  @Option(
    help: ArgumentHelp(
      "A path in the folder to leave out; one ending in / means all within.", valueName: "path"))
  var ignore: [String] = []

  @OptionGroup var replacing: ReplacementArguments

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    let path = output ?? "\(folder)/\(isDigestList ? "SHA256SUMS" : ManifestFile.name)"
    let own: DerivedFile = isDigestList ? DerivedFile(path) : .manifest(path)
    // In the folder, what is no manifest is one of the files to be listed.
    let isInside = output == nil || Folder.relativePath(of: path, in: folder) != nil
    // Nothing tells whose a list of hashes is, but that the new one may be the same.
    if !isInside {
      try Output.check(path, reading: [])
    } else if !isDigestList {
      try Output.check(own, replacing.replacement)
    }
    let threads = Execution(threads: execution.threads).threads
    let manifest = try ProgressBar.shown(unless: quiet) { bar in
      return try Manifest.create(
        folder: folder, own: path, ignoring: ignore + [FolderSignature.defaultName],
        threads: threads,
        progress: { bar?.update(stage: "hashing", done: $0, count: $1) })
    }
    let text = isDigestList ? manifest.digestList.text : manifest.text
    if isInside {
      try Output.write(text, to: own, replacing.replacement)
    } else {
      try Output.write(text, to: path)
    }
    if !quiet { for warning in manifest.warnings { Console.note("\(warning)") } }
    try Console.result("\(file: path): \(manifest.files.count) files")
  }
}

/// What the manifest of a folder is called by custom.
enum ManifestFile {
  static let name = "manifest.json"
}

struct ManifestShowCommand: ParsableCommand {
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

struct ManifestVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash a folder again and compare it with its manifest or with a file of sha256sum.",
    discussion: """
      Exit status 1 when anything is missing, changed, extra or unreadable, or the list names no \
      file. Files that a list of sha256sum leaves out are not looked at.

      This shows that nothing changed by accident, not who made the folder: whoever changes a file \
      can change the manifest with it. `darkroom verify --key` holds the folder against a signature.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The manifest; manifest.json in the folder when not given.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @OptionGroup var execution: ExecutionOptions

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let path = manifest ?? "\(folder)/\(ManifestFile.name)"
    let threads = Execution(threads: execution.threads).threads
    let report = try ProgressBar.shown(unless: quiet) { bar in
      try FolderCheck.manifest(path, of: folder, threads: threads) {
        bar?.update(stage: "hashing", done: $0, count: $1)
      }
    }
    if json {
      try Console.result(json: report.json.indentedText)
    } else {
      try Console.result(report.text)
    }
    if !report.holds { throw ExitCode(1) }
  }
}
