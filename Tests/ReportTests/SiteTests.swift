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
    var model = SiteModel(
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
    model.claims = [
      .init(
        file: "\(text).onnx", digest: file.contents.digest.description, statements: "\(text).jsonl",
        line: 2, kind: .accuracy, images: text,
        numbers: [.init(name: text, value: 0.2376, slice: text, unit: text)])
    ]
    model.card = """
      ---
      license: mit
      ---

      # \(text)

      \(text)

      ## Files

      | File | \(text) |
      | --- | --- |
      | `\(text)` | **strong** and [a link](<NOTICE.md>) |

      | Protocol |  |
      | --- | --- |
      | a\\|b | x\\_y &lt;i&gt; |

      - one
      - [bad](javascript:alert(1)) [web](https://example.org/a)

      ```
      darkroom detect <file>
      ```

      <!-- not shown -->
      """
    model.images = ReportExcerpt(imagesOf: Array(excerpt.utf8), in: "images")
    model.variants[0].time = .init(milliseconds: 21.5, threads: 2, instructionSet: "avx2")
    model.variants[1].time = .init(milliseconds: 9.25, threads: 2, instructionSet: "avx2")
    return model
  }

  /// A section as reports have it, of one image.
  private static let excerpt = """
    <h1>A report</h1><section id="images" aria-labelledby="images-title">
    <h2 id="images-title">Side by side</h2>
    <p>What both find.</p>
    <div class="pairs">
    <article class="pair" aria-label="a&lt;b.jpg"><h3>a&lt;b.jpg</h3>
    <div class="views"><figure><div class="image"><img src="data:image/jpeg;base64,/9j/2Q==" \
    width="64" height="48" alt="a&quot;"><div class="boxes" aria-hidden="true">
    <div class="box" style="left:1.00%;top:2.00%;width:30.00%;height:4.00%"><span>cat 0.9</span></div>\
    </div></div><figcaption><strong>float</strong> · 1 object</figcaption></figure></div></article>
    </div></section><section id="curves"></section>
    """

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

  @Test("The card is part of the page, and nothing in it becomes anything but text and links")
  func card() {
    let page = Self.pages("net")[1]
    for text in [
      "<h3>Files</h3>", "<code>net</code>", "<strong>strong</strong>",
      "<a href=\"models/one/NOTICE.md\">a link</a>", "<td>a|b</td>", "<td>x_y &lt;i&gt;</td>",
      "<span>bad</span>", "<a href=\"https://example.org/a\">web</a>",
      "darkroom detect &lt;file&gt;",
    ] { #expect(page.contains(text), "\(text)") }
    for text in ["license: mit", "javascript:", "not shown", "| --- |"] {
      #expect(!page.contains(text), "\(text)")
    }
  }

  @Test("Images of the report are shown from files, and what reports do not write is not taken")
  func excerpts() throws {
    let excerpt = try #require(ReportExcerpt(imagesOf: Array(Self.excerpt.utf8), in: "images"))
    #expect(excerpt.files.map(\.bytes) == [[0xFF, 0xD8, 0xFF, 0xD9]])
    let path = try #require(excerpt.files.first).path
    let page = Self.pages("net")[1]
    #expect(page.contains("<img src=\"\(path)\" width=\"64\" height=\"48\" alt=\"a&quot;\""))
    #expect(page.contains("style=\"left:1.00%;top:2.00%") && page.contains("<h3>a&lt;b.jpg</h3>"))
    for (good, bad) in [
      ("<p>What", "<script>1</script><p>What"), ("<p>What", "<p onclick=\"x\">What"),
      ("data:image/jpeg", "data:image/svg+xml"),
      ("data:image/jpeg;base64,/9j/2Q==", "//host/a.jpg"),
      ("left:1.00%", "background:url(a)"), ("</figure>", ""), ("&lt;b.jpg</h3>", "&nbsp;</h3>"),
    ] {
      let changed = Self.excerpt.replacingOccurrences(of: good, with: bad)
      #expect(changed != Self.excerpt)
      #expect(ReportExcerpt(imagesOf: Array(changed.utf8), in: "images") == nil, "\(bad)")
    }
    #expect(ReportExcerpt(imagesOf: [], in: "images") == nil)
  }

  @Test("Accuracy is plotted against size, and against time where it was measured")
  func plots() {
    let models = [Self.model("one", "net"), Self.model("two", "plain")]
    let page = SiteIndexPage(title: "zoo", models: models).html()
    #expect(page.contains("AP against size") && page.contains("AP against time"))
    #expect(page.contains("net INT8: 9.25 ms, 0.2371"))
    let untimed = models.map { model in
      var model = model
      for index in model.variants.indices { model.variants[index].time = nil }
      return model
    }
    #expect(!SiteIndexPage(title: "zoo", models: untimed).html().contains("AP against time"))
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
