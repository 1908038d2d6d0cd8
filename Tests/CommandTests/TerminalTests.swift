import Foundation
import TestSupport
import Testing

/// What commands do on a terminal, and do not do elsewhere.
@Suite("Terminals", .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct TerminalTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// Runs a command on a pseudo terminal; what it wrote, with `<ESC>` and `<CR>` as words.
  private func onTerminal(
    _ columns: Int, _ arguments: String, with settings: String = "TERM=xterm NO_COLOR="
  ) throws -> String {
    let python = try #require(Peers.python).path
    let script = Fixtures.root.appendingPathComponent("Tests/Peers/terminal.py").path
    let outcome = try folder.shell(
      "\(settings) '\(python)' '\(script)' \(columns) \"$(command -v $darkroom)\" \(arguments)")
    try #require(outcome.status == 0, "\(outcome)")
    return outcome.output
  }

  private var comparison: String {
    get throws {
      let made = try folder.shell(
        """
        set -e
        $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' -q -o a.onnx
        mkdir images
        cp '\(Shapes.image(0))' images
        """)
      try #require(made.status == 0, "\(made)")
      return "compare a.onnx a.onnx --images images"
    }
  }

  @Test("Tables fit the terminal, by texts that are cut in the middle", arguments: [102, 120, 200])
  func width(columns: Int) throws {
    let arguments = "inspect a.onnx"
    _ = try comparison
    let piped = try folder.shell("$darkroom \(arguments) | cat").output
    let widest = piped.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest > 120 && widest < 200 && !piped.contains("…"))
    let text = try onTerminal(columns, arguments)
    for line in text.split(separator: "\n") { #expect(line.count <= columns, "\(line)") }
    #expect(text.contains("…") == (columns < widest))
    // Numbers are never cut.
    #expect(text.contains("1382400"))
    #expect(text.hasSuffix("0\n"))
  }

  @Test("Verdicts have a colour, files that were written are links, and work has a bar")
  func rich() throws {
    let text = try onTerminal(100, try comparison)
    #expect(text.contains("<ESC>[32mpassed<ESC>[0m"))
    #expect(text.contains("<CR><ESC>[K") && text.contains("/1"))
    let made = try onTerminal(100, "convert '\(Shapes.cfg)' '\(Shapes.weights)' -o 'b c.onnx'")
    #expect(made.contains("/b%20c.onnx<ESC>\\b c.onnx<ESC>]8;;<ESC>\\"), "\(made)")
  }

  @Test(
    "NO_COLOR, a dumb terminal, --quiet and pipes get none of that",
    arguments: ["TERM=xterm NO_COLOR=1", "TERM=dumb NO_COLOR=", "pipe"])
  func plain(settings: String) throws {
    let arguments = try comparison
    let text =
      settings == "pipe"
      ? try folder.shell("TERM=xterm $darkroom \(arguments) 2>&1 | cat").output
      : try onTerminal(100, arguments, with: settings)
    #expect(text.contains("passed"))
    #expect(!text.contains("<ESC>") && !text.contains("\u{1B}") && !text.contains("<CR>"))
    let quiet = try onTerminal(100, "\(arguments) -q")
    #expect(!quiet.contains("<CR>"))
  }
}
