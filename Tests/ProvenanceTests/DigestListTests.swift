import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct DigestListTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private let names = [
    "plain", "with space", " lead", "back\\slash", "new\nline", "r\rn", "*star", "ümlaut",
  ]

  @Test("Our lists are accepted by sha256sum") func coreutilsCheckOurs() throws {
    for name in names { try folder.file("f/\(name)", "content of \(name)") }
    let entries = names.map {
      DigestList.Entry(path: "f/\($0)", digest: Samples.file($0).digest, isBinary: $0 == "plain")
    }
    let list = DigestList(entries)
    try folder.file("list", list.text)
    let outcome = try folder.shell("LC_ALL=C sha256sum --strict -c list")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.components(separatedBy: ": OK").count == names.count + 1)
    #expect(try DigestList(contentsOf: folder.path("list")) == list)
  }

  @Test("Lists of sha256sum are read", arguments: ["", "-b", "-t"])
  func weReadTheirs(mode: String) throws {
    for name in names { try folder.file("f/\(name)", "content of \(name)") }
    #expect(try folder.shell("LC_ALL=C sha256sum \(mode) f/* > list").status == 0)
    let list = try DigestList(contentsOf: folder.path("list"))
    #expect(Set(list.entries.map(\.path)) == Set(names.map { "f/\($0)" }))
    #expect(list.entries.allSatisfy { $0.isBinary == (mode == "-b") })
    #expect(String(decoding: try folder.bytes("list"), as: UTF8.self) == list.text)
    let report = try list.verify(folder: folder.url.path)
    // A backslash means different files on different systems, and is told.
    #expect(report.findings.map(\.kind) == [.path], "\(report.text)")
    #expect(report.fileCount == names.count - 1)
  }

  @Test("A manifest is written as a list of sha256sum") func manifestAsList() throws {
    try folder.file("a/b", "x")
    try folder.file("c", "y")
    let manifest = try Manifest.create(folder: folder.url.path)
    try folder.file("list", manifest.digestList.text)
    #expect(try folder.shell("sha256sum --strict -c list").status == 0)
  }

  @Test("A list finds missing and changed files") func verifying() throws {
    for name in ["same", "changed", "extra"] { try folder.file(name, "x") }
    let digest = Samples.digest("x")
    let other = Samples.digest("y")
    let list = DigestList(inOrder: [
      .init(path: "./same", digest: digest), .init(path: "same", digest: digest),
      .init(path: "changed", digest: other), .init(path: "gone", digest: digest),
      .init(path: "../out", digest: digest), .init(path: "/etc/passwd", digest: digest),
      .init(path: "twice", digest: digest), .init(path: "twice", digest: other),
    ])
    let report = try list.verify(folder: folder.url.path)
    #expect(
      report.findings.map { "\($0.kind.rawValue) \($0.path)" } == [
        "path ../out", "path /etc/passwd", "changed changed", "missing gone", "duplicate twice",
        "missing twice",
      ])
  }

  @Test("Digests in capital letters are read") func readsCapitals() throws {
    let digest = Samples.digest("x")
    let list = try DigestList(
      parsing: Array("\(digest.description.uppercased())  a\n\(digest) *b".utf8), source: "l")
    #expect(list.entries.map(\.digest) == [digest, digest])
    #expect(list.entries.map(\.isBinary) == [false, true])
  }

  @Test("All malformed lines are named at once") func allProblems() throws {
    let digest = Samples.digest("x").description
    let lines = [
      "\(digest)  good", "", "# comment", "\(digest) one-space", "\(digest.dropLast())  short",
      "\(digest)0  long", "\(digest)  ", "\\\(digest)  a\\tb", "\\\(digest)  a\\",
      "SHA256 (a) = \(digest)", "\(digest)\t a",
    ]
    let error = #expect(throws: DocumentError.self) {
      try DigestList(parsing: Array(lines.joined(separator: "\n").utf8), source: "l")
    }
    guard case .problems(_, let problems) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problems.first.map(\.place) == (2...11).map { "line \($0)" })
    #expect(throws: DocumentError.self) {
      try DigestList(parsing: Array("\(digest)  ".utf8) + [0xFF], source: "l")
    }
    #expect(try DigestList(parsing: [], source: "l").entries.isEmpty)
  }
}
