import Foundation
import TestSupport
import Testing

/// What users are told to type, typed: `Scripts/check-documents` says how pages are written.
@Suite("Documents")
struct DocumentTests {
  /// The pages whose commands are run, below the root of the package.
  private static let pages: [String] =
    ["README.md", "docs/quantization.md", "docs/commands.md"] + markdown(in: "docs/guide")
    + markdown(in: "docs/targets").filter(hasCommands)

  /// The Markdown files of a folder.
  private static func markdown(in folder: String) -> [String] {
    let path = Fixtures.root.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Whether a page has blocks that are run: what a device does cannot be.
  private static func hasCommands(page: String) -> Bool {
    let file = Fixtures.root.appendingPathComponent(page)
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.contains("```console\n")
  }

  /// Whether floats are summed as on the machine that the pages were written on; elsewhere the last
  /// bits of INT8 models differ, and with them digests and ratios.
  private static let isOfSameKind: Bool = {
    #if arch(x86_64)
      let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      return processor.contains("avx2")
    #else
      return false
    #endif
  }()

  @Test(
    "Commands print what the page says",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    .enabled(if: isOfSameKind, "the pages have the figures of x86-64 with AVX2"),
    arguments: pages)
  func commands(page: String) throws {
    let outcome = try check(Fixtures.root.appendingPathComponent(page).path)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.output.contains("no block is executed"), "\(outcome)")
  }

  /// The pages in the order of a reader, who stays in one folder.
  private static let path = [
    "README.md", "docs/guide/install.md", "docs/guide/first-conversion.md",
    "docs/guide/quantize-and-prove.md", "docs/guide/ship-to-a-runtime.md",
    "docs/guide/publish-a-zoo.md", "docs/guide/cluster.md", "docs/guide/pull-from-a-zoo.md",
    "docs/guide/registries.md", "docs/guide/verify.md", "docs/guide/python.md",
    "docs/guide/when-something-is-wrong.md",
  ]

  @Test(
    "The pages of the guide can be followed one after the other in one folder",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    .enabled(if: isOfSameKind, "the pages have the figures of x86-64 with AVX2"))
  func order() throws {
    #expect(
      Set(Self.path) == Set(Self.pages.filter { !$0.hasPrefix("docs/") || $0.contains("guide") }))
    let texts = try Self.path.map {
      try String(contentsOf: Fixtures.root.appendingPathComponent($0), encoding: .utf8)
    }
    let folder = try WorkFolder()
    let page = try folder.file("all.md", texts.joined(separator: "\n\n"))
    let outcome = try check(page.path)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(
    "What is not as it is written is found",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: [
      ("$ echo 1\n1", "", true, ""),
      ("$ echo 1\n2", "", false, "-2"),
      ("$ echo 1", "", true, ""),
      ("$ echo 'in 0.1 s'\nin ... s", "", true, ""),
      ("$ printf '1\\n2\\n3\\n'\n1\n...", "", true, ""),
      ("$ printf '1\\n2\\n3\\n'\n1\n...\n4", "", false, "-4"),
      ("$ false", "", false, "exit status 1, expected 0"),
      ("$ false", "<!-- exit: 1 -->", true, ""),
      ("$ true", "<!-- exit: 1 -->", false, "exit status 0, expected 1"),
      ("$ x=1\n$ echo $x\n1", "", true, ""),
      ("echo 1", "", false, "expected a command"),
      ("$ exit 0", "", false, "did not end"),
      ("$ nosuch", "<!-- needs: tool:nosuch-program -->", true, "skipped"),
    ])
  func comparison(lines: String, comment: String, passes: Bool, says: String) throws {
    let folder = try WorkFolder()
    let page = try folder.file("page.md", "# Page\n\n\(comment)\n```console\n\(lines)\n```\n")
    // Skipping is a failure where CI is set.
    let outcome = try check(page.path, environment: ["CI": ""])
    #expect(outcome.status == (passes ? 0 : 1), "\(outcome)")
    #expect(says.isEmpty || outcome.output.contains(says), "\(outcome)")
    #expect(outcome.output.contains("pages: 1"), "\(outcome)")
  }

  @Test(
    "Outputs are written anew where that is asked for",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func update() throws {
    let folder = try WorkFolder()
    let page = try folder.file(
      "page.md", "```console\n$ printf '1\\n2\\n3\\n'\n1\n5\n...\n```\n\nText.\n")
    let outcome = try check("--update", page.path)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      try String(contentsOf: page, encoding: .utf8)
        == "```console\n$ printf '1\\n2\\n3\\n'\n1\n2\n...\n```\n\nText.\n")
  }

  /// Runs `Scripts/check-documents` with the program of the tests.
  private func check(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> StartedProgram.Outcome {
    let python = try #require(Peers.python)
    let script = Fixtures.root.appendingPathComponent("Scripts/check-documents").path
    let files = arguments.filter { !$0.hasPrefix("--") }
    let options = arguments.filter { $0.hasPrefix("--") }
    return try StartedProgram(
      python.path, [script] + options + [CommandLineTool.path] + files, environment: environment
    ).end(timeout: 900)
  }
}
