import ArgumentParser
import Files
import JSON
import Pipeline
import Text

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write manual pages, or what makes a shell complete commands.",
    subcommands: [GenerateManCommand.self, GenerateCompletionsCommand.self])
}

struct GenerateManCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Write a manual page for each command into a folder.",
    discussion: "They are the same on every machine. Files of the same names are replaced.")

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder, for example ~/.local/share/man/man1.", valueName: "folder"),
    completion: .directory)
  var output: String

  func run() throws {
    let tool: ToolDescription
    do {
      tool = try JSONDecoding.decode(ToolDescription.self, from: Array(Darkroom._dumpHelp().utf8))
    } catch {
      throw PipelineError.fault(
        "the argument parser does not describe commands as expected: \(error)")
    }
    try Folder.create(output)
    let pages = ManualPage.all(of: tool.command)
    for page in pages { try Output.write(page.text, to: "\(output)/\(page.fileName)") }
    try Console.result("\(file: output): \(pages.count) manual pages")
  }
}

struct GenerateCompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the script that makes a shell complete commands, options and files.",
    discussion: """
      For example, for bash: darkroom generate completions bash > \
      ~/.local/share/bash-completion/completions/darkroom
      """)

  @Argument(help: "bash, zsh or fish.")
  var shell: ShellArgument

  func run() throws {
    try Console.script(Darkroom.completionScript(for: shell.shell))
  }
}

enum ShellArgument: String, ExpressibleByArgument, CaseIterable {
  case bash, zsh, fish

  var shell: CompletionShell {
    switch self {
    case .bash: .bash
    case .zsh: .zsh
    case .fish: .fish
    }
  }
}
