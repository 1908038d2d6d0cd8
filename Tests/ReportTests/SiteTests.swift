import Digests
import Foundation
import Report
import TestSupport
import Testing

/// Pages of a zoo's site, as text and as a browser lays them out.
@Suite struct SiteTests {
  /// A model of which every text is the same one.
  private static func model(_ name: String, _ text: String, layers: Int = 5) -> SiteModel {
    let file = SiteModel.File(
      path: "manifest.json", contents: Contents(digest: Digest(of: Array(name.utf8)), size: 12))
    let report = SiteModel.File(
      path: "report.html", contents: Contents(digest: Digest(of: [1]), size: 1_234_567))
    return SiteModel(
      name: name, title: text, description: text, task: "object-detection", tags: [text],
      license: text,
      variants: [
        .init(
          label: "float", file: "\(text).onnx", bytes: 24_000_000, accuracy: 0.2376, second: 0.4,
          images: 300, statements: "\(text).jsonl"),
        .init(
          label: "INT8", file: "\(text)-int8.onnx", bytes: 6_100_000, accuracy: 0.2371,
          second: 0.39, images: 300, agreement: 0.95),
      ], gates: [(name: text, found: text)],
      lineage: [
        .init(
          action: "convert",
          inputs: [
            .init(role: "cfg", name: text, license: text, digest: file.contents.digest.description),
            .init(role: "weights", name: text, license: text),
          ], output: .init(role: "model", name: text, license: text))
      ],
      layers: (0..<layers).map {
        SiteModel.Layer(
          index: $0, kind: text, shape: "16 x 80 x 80",
          sources: $0 > 2 ? [$0 - 1, 0] : $0 > 0 ? [$0 - 1] : [], sqnr: Double($0) * 8)
      }, files: [file, report], folder: name, key: String(repeating: "ab", count: 32),
      keyFile: "keys/ab.pub", updated: "2026-11-28T12:00:00Z")
  }

  private static func pages(_ text: String) -> [String] {
    let models = [model("one", text), model("two", "plain", layers: 160)]
    return [
      SiteIndexPage(title: text, models: models).html(),
      SiteModelPage(models[0], of: text).html(), SiteModelPage(models[1], of: text).html(),
    ]
  }

  @Test("Text from files stays text") func escaped() {
    for page in Self.pages(SampleInputs.dangerous) {
      #expect(!page.contains("<script>alert"))
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }
    let feed = SiteFeed(title: "<a>", models: [Self.model("one", SampleInputs.dangerous)]).xml()
    #expect(!feed.contains("<script>") && feed.contains("<title>&lt;a&gt;</title>"))
    #expect(feed.contains("<link rel=\"self\" href=\"feed.xml\"></link>"))
  }

  @Test("The same models give the same pages, each with its numbers and where they stand")
  func numbers() {
    let page = Self.pages("net")[1]
    #expect(page == Self.pages("net")[1])
    for text in [
      "0.2376", "0.2371", "24.0 MB", "models/one/net.jsonl", "darkroom verify models/one",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test(
    "Pages fit phones, tablets and desks",
    .enabled(
      if: Chromium.path != nil || !Skipping.isAllowed, "needs chromium; see Scripts/browser"),
    arguments: ["net", String(repeating: SampleInputs.dangerous, count: 4)], [390, 820, 1280])
  func fits(text: String, width: Int) throws {
    let browser = Browser(path: try #require(Chromium.path))
    for page in Self.pages(text) {
      // Closed parts have to fit as well.
      let open = page.replacingOccurrences(of: "<details>", with: "<details open>")
      let layout = try browser.layout(of: open, width: width)
      #expect(layout["scroll"]?.number == Double(width), "it scrolls sideways")
      #expect(layout["errors"]?.elements.isEmpty == true, "\(layout)")
    }
  }

  @Test(
    "The list is filtered and sorted in a browser",
    .enabled(if: Chromium.path != nil || !Skipping.isAllowed, "needs chromium; see Scripts/browser")
  )
  func filters() throws {
    let script = """
      <script>addEventListener("load", () => {
        const form = document.querySelector(".filters");
        const rows = () => [...document.querySelectorAll("#models tbody tr")];
        const seen = () => rows().filter((row) => !row.hidden).map((row) => row.cells[0].textContent);
        const expect = (what, ...names) => {
          if (seen().join() !== names.join()) failures.push(what + ": " + seen().join());
        };
        if (form.hidden) failures.push("no filters");
        expect("all", "net", "plain");
        form.elements.text.value = "PLAIN"; form.dispatchEvent(new Event("input"));
        expect("text", "plain");
        form.elements.text.value = ""; form.elements.size.value = "5";
        form.dispatchEvent(new Event("input"));
        expect("size");
        form.elements.size.value = ""; form.elements.license.value = "net";
        form.dispatchEvent(new Event("input"));
        expect("licence", "net");
        form.elements.license.value = ""; form.dispatchEvent(new Event("input"));
        const head = document.querySelector("#models thead th button");
        head.click(); head.click();
        expect("sorted", "plain", "net");
        if (document.querySelector("[aria-sort=descending]") === null) failures.push("not said");
      });</script>
      """
    let layout = try Browser(path: try #require(Chromium.path)).layout(
      of: Self.pages("net")[0] + script, width: 1280)
    #expect(layout["errors"]?.elements.isEmpty == true, "\(layout)")
  }
}
