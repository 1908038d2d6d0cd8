import Foundation
import TestSupport
import Testing

@Suite("Help, versions, completions and wrong usage")
struct UsageTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("--help names every command, argument and exit status")
  func help() throws {
    let outcome = try folder.darkroom("--help")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    for word in ["inspect", "convert", "quantize", "run", "detect", "64", "65", "66", "70", "73"] {
      #expect(outcome.output.contains(word))
    }
  }

  @Test(
    "--help on every command lists its options",
    arguments: [
      ("inspect", ["--weights", "--json", "--prefix", "--quiet"]),
      ("convert", ["--output", "--heads", "--batch", "--names", "--precision", "--opset"]),
      ("run", ["--weights", "--input", "--dump", "--output"]),
      ("detect", ["--names", "--threshold", "--nms", "--output", "--json", "default: 0.25"]),
      (
        "quantize",
        ["--calibration", "--save-table", "--format", "--effort", "--report", "default: balanced"]
      ),
      ("evaluate", ["--images", "--annotations", "--results", "--shard", "--json", "0.001"]),
      ("compare", ["--images", "--min-f1", "--min-sqnr", "--json", "default: 0.25"]),
      ("report", ["--title", "--output"]),
    ])
  func commandHelp(command: String, options: [String]) throws {
    // Of a command with subcommands, `help` lists those.
    let ways =
      [[command, "--help"], [command, "-h"]] + (command == "evaluate" ? [] : [["help", command]])
    for arguments in ways {
      let outcome = try folder.darkroom(arguments)
      #expect(outcome.status == 0)
      // Wherever lines are broken.
      let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for option in options { #expect(text.contains(option), "\(arguments)") }
      // Readable on an ordinary terminal; the line of usage is one whatever its length.
      for line in outcome.output.split(separator: "\n") where !line.hasPrefix("USAGE") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }

  @Test("Without a command the program says how to begin")
  func welcome() throws {
    let outcome = try folder.darkroom()
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    for command in ["darkroom demo", "darkroom convert", "darkroom quantize", "darkroom --help"] {
      #expect(outcome.output.contains(command))
    }
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80) }
  }

  @Test(
    "A command that is misspelt is told the nearest one",
    arguments: [
      (["quantise", "m.onnx"], "quantize"), (["zoo", "buidl"], "zoo build"),
      (["Convert"], "convert"), (["manifest", "verfy", "x"], "manifest verify"),
    ])
  func nearest(arguments: [String], meant: String) throws {
    let outcome = try folder.darkroom(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("did you mean 'darkroom \(meant)'?"), "\(outcome)")
  }

  @Test("Words that are near to no command get no suggestion", arguments: ["xyzzy", "--nosuch"])
  func noneNear(word: String) throws {
    #expect(try !folder.darkroom(word).errors.contains("did you mean"))
  }

  @Test("--version")
  func version() throws {
    let outcome = try folder.darkroom("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /darkroom \d+\.\d+\.\d+\n/) != nil)
  }

  @Test("Completion scripts that their shells can read")
  func completions() throws {
    for shell in ["bash", "zsh", "fish"] {
      let outcome = try folder.darkroom("--generate-completion-script", shell)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("detect") && outcome.output.contains("threshold"))
    }
    let syntax = try folder.shell("$darkroom --generate-completion-script bash | bash -n")
    #expect(syntax.status == 0)
    #expect(try folder.darkroom("--generate-completion-script", "tcsh").status == 64)
    let generated = try folder.darkroom("generate", "completions", "bash")
    #expect(
      try generated.output == folder.darkroom("--generate-completion-script", "bash").output + "\n"
        || generated.output == folder.darkroom("--generate-completion-script", "bash").output)
  }

  @Test(
    "Wrong usage is 64 and points to the help",
    arguments: [
      ["inspekt"], ["--nosuch"], ["inspect"], ["inspect", "a.cfg", "b.cfg"], ["convert", "a.cfg"],
      ["convert", "a.cfg", "b.weights"], ["run", "m.onnx"], ["detect", "m.onnx"],
      ["detect", "m.onnx", "p.jpg", "--jsn"],
    ])
  func wrong(arguments: [String]) throws {
    let outcome = try folder.darkroom(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("--help"))
  }
}
