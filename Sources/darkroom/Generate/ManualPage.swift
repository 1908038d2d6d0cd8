import Pipeline

/// The manual page of a command, in the macros of man(7).
struct ManualPage {
  /// The command's name and those of the commands that it belongs to.
  let names: [String]
  private let command: CommandDescription

  private init(_ command: CommandDescription, of parents: [String]) {
    self.command = command
    names = parents + [command.commandName]
  }

  /// The page of a command, and those of all commands that belong to it.
  static func all(of command: CommandDescription, in parents: [String] = []) -> [ManualPage] {
    let page = ManualPage(command, of: parents)
    let parts = page.subcommands.flatMap { all(of: $0, in: page.names) }
    return [page] + parts
  }

  /// What the file of the page is called.
  var fileName: String { "\(title).1" }

  private var title: String { names.joined(separator: "-") }

  /// All but `help`, which every command has.
  private var subcommands: [CommandDescription] {
    (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  private var arguments: [CommandDescription.Argument] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  /// The page.
  var text: String {
    var lines = [
      ".TH \(escaped(title).uppercased()) 1 \(ToolVersion.date) \"\(ToolVersion.text)\" \"Darkroom manual\"",
      ".SH NAME", "\(escaped(title)) \\- \(escaped(sentence(command.abstract)))",
      ".SH SYNOPSIS", ".B \(escaped(names.joined(separator: " ")))", synopsis,
    ]
    if let discussion = command.discussion, !discussion.isEmpty {
      lines += [".SH DESCRIPTION"] + paragraphs(discussion)
    }
    lines += section("ARGUMENTS", arguments.filter { $0.kind == .positional })
    let options = arguments.filter { $0.kind != .positional }
    lines += section("OPTIONS", options.filter { $0.sectionTitle == nil })
    var titles: [String] = []
    for title in options.compactMap(\.sectionTitle) where !titles.contains(title) {
      titles.append(title)
      lines += section(title.uppercased(), options.filter { $0.sectionTitle == title })
    }
    if !subcommands.isEmpty {
      lines.append(".SH COMMANDS")
      for subcommand in subcommands {
        let page = escaped("\(title)-\(subcommand.commandName)")
        lines += [".TP", ".BR \(page) (1)", escaped(subcommand.abstract ?? "")]
      }
    }
    lines += [".SH EXIT STATUS"] + ManualPage.exitStatus
    if names.count > 1 {
      lines += [".SH SEE ALSO", ".BR \(escaped(names.dropLast().joined(separator: "-"))) (1)"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let exitStatus = [
    ("0", "Done."), ("1", "A check did not hold."), ("64", "Wrong usage."),
    ("65", "Malformed input."), ("66", "Input was not found or cannot be read."),
    ("70", "Memory has run out, or a fault of the program."), ("73", "Output cannot be written."),
  ].flatMap { [".TP", ".B \($0.0)", $0.1] }

  // MARK: Parts

  private var synopsis: String {
    var words: [String] = []
    if arguments.contains(where: { $0.kind != .positional }) { words.append("[\\fIoptions\\fR]") }
    for argument in arguments where argument.kind == .positional {
      let name =
        "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        + (argument.isRepeating ? " ..." : "")
      words.append(argument.isOptional ? "[\(name)]" : name)
    }
    if !subcommands.isEmpty { words.append("\\fIcommand\\fR ...") }
    return words.joined(separator: " ")
  }

  private func section(_ title: String, _ arguments: [CommandDescription.Argument]) -> [String] {
    guard !arguments.isEmpty else { return [] }
    return [".SH \(escaped(title))"]
      + arguments.flatMap { argument -> [String] in
        var text = argument.abstract ?? ""
        if let value = argument.defaultValue, !value.isEmpty, argument.kind == .option {
          text += (text.isEmpty ? "" : " ") + "Default: \(value)."
        }
        return [".TP", head(argument)] + paragraphs(text)
          + paragraphs(argument.discussion ?? "").map { $0 == ".PP" ? ".IP" : $0 }
      }
  }

  /// An argument as it is given.
  private func head(_ argument: CommandDescription.Argument) -> String {
    let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
    guard argument.kind != .positional else { return value }
    // Short names first, as is the custom.
    let names = (argument.names ?? []).map(\.text).sorted {
      ($0.utf8.count, $0) < ($1.utf8.count, $1)
    }
    let list = names.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    return argument.kind == .option ? "\(list) \(value)" : list
  }

  /// Text in paragraphs, which empty lines part.
  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.isEmpty ? ".PP" : escaped(String(line))
    }
  }

  /// An abstract without its full stop.
  private func sentence(_ text: String?) -> String {
    let text = text ?? ""
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// Text that no character of is a request or a hyphen that breaks.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
