import Foundation
import TestSupport
import Testing

/// The check that the pages of `make docs` pass before they are shown. `make test` writes the pages too, and
/// has them checked.
@Suite(
  "Pages of the documentation",
  .enabled(if: Chromium.path != nil || !Skipping.isAllowed, "needs chromium; see Scripts/browser"))
struct DocumentationPageTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("Pages without a fault pass") func good() throws {
    try folder.file("index.html", page(#"<a href="docs/other.html#there">other</a>"#))
    try folder.file("docs/other.html", page(#"<p id="there"><a href="../">back</a></p>"#))
    let outcome = try check(folder.url.path)
    #expect(outcome.status == 0 && outcome.output.contains("faults: 0"), "\(outcome)")
  }

  @Test(
    "Each kind of fault is found",
    arguments: [
      (#"<a href="missing.html">gone</a>"#, "there is no /missing.html"),
      (#"<a href="/%6Dissing/">gone</a>"#, "there is no /missing/"),
      (##"<a href="#nowhere">gone</a>"##, "there is no #nowhere in index.html"),
      (#"<img src="missing.png" alt="">"#, "404 for"),
      (#"<script>console.error("wrong")</script>"#, "console: wrong"),
      (#"<script>nothing()</script>"#, "ReferenceError: nothing is not defined"),
      (#"<script>fetch("missing.json")</script>"#, "404 for"),
      (#"<img src="https://example.org/image.png" alt="">"#, "from another host"),
      (#"<link rel="stylesheet" href="//example.org/a.css">"#, "from another host"),
    ])
  func fault(html: String, message: String) throws {
    try folder.file("index.html", page(html))
    let outcome = try check(folder.url.path)
    #expect(outcome.status == 1 && outcome.errors.contains(message), "\(outcome)")
  }

  @Test("A page of a library whose link leads nowhere is found") func reference() throws {
    try folder.file("index.html", page(""))
    try folder.file(
      "api/data/documentation/graph.json",
      #"{"references": {"a": {"url": "/documentation/graph/gone"}}}"#)
    let outcome = try check(folder.url.path)
    #expect(
      outcome.status == 1
        && outcome.errors.contains("there is no api/data/documentation/graph/gone.json"),
      "\(outcome)")
  }

  private func check(_ site: String) throws -> StartedProgram.Outcome {
    let script = Fixtures.root.appendingPathComponent("Scripts/pages/check.py").path
    return try CommandLineTool.run(
      executable: "/usr/bin/env", ["python3", script, site], in: folder.url, timeout: 600)
  }

  private func page(_ html: String) -> String {
    """
    <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
    <link rel="icon" href="data:,"></head><body><h1>A page</h1>\(html)</body></html>
    """
  }
}
