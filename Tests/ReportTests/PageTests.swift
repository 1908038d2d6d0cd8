import Evaluation
import Foundation
import Report
import TestSupport
import Testing

/// What is on a page.
struct PageTests {
  private static func html(_ inputs: SampleInputs, _ names: [String], title: String? = nil) throws
    -> String
  {
    try ReportPage(ReportSources(paths: inputs.paths(names)), title: title).html()
  }

  @Test("The page shows the metrics of the files") func showsTheFiguresOfTheFiles() throws {
    let inputs = try SampleInputs()
    let page = try Self.html(inputs, SampleInputs.all)
    let float = inputs.report(.float32, 0).metrics.ap * 100
    let int8 = inputs.report(.int8, 6).metrics.ap * 100
    #expect(float > int8)
    for figure in [
      String(format: "%.2f", float), String(format: "%.2f", int8),
      String(format: "%.2f", float - int8), "28.3 dB", "40.3 dB", "2.25 ms", "4.50 ms",
      "3.00 × smaller", "2.00 × faster", "0.125 %", "31.8 dB", "60 images", "star 0.81",
      "Does not agree with float", String(repeating: "8", count: 64),
      String(repeating: "c", count: 64),
    ] {
      #expect(page.contains(figure), "\(figure) is missing")
    }
    #expect(!page.contains("/home/someone"))
  }

  @Test("The same files give the same page") func staysTheSame() throws {
    let inputs = try SampleInputs()
    let page = try Self.html(inputs, SampleInputs.all)
    #expect(try Self.html(inputs, SampleInputs.all.reversed()) == page)
  }

  /// Whatever stands in a file is text.
  @Test("Text of the files is escaped") func escapesEverything() throws {
    let inputs = try SampleInputs(name: SampleInputs.dangerous)
    for names in [SampleInputs.all] + SampleInputs.all.map({ [$0] }) {
      let page = try Self.html(inputs, names, title: SampleInputs.dangerous)
      #expect(!page.contains("<script"))
      #expect(!page.contains("</script"))
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
    }
  }

  /// The page of hostile names has the elements of the one of plain names, as another program reads it.
  @Test(
    "Hostile names give the same elements as plain ones",
    .enabled(if: Peers.python != nil || !Skipping.isAllowed, "\(Peers.areMissing)"))
  func hasTheElementsOfPlainNames() throws {
    let folder = try WorkFolder()
    let plain = try Self.html(try SampleInputs(), SampleInputs.all, title: "star")
    let file = try folder.file("plain.html", plain)
    for text in HostileTexts.fixed + HostileTexts.random(30, seed: 5)
    where !text.utf8.contains(UInt8(ascii: "/")) && text.utf8.count < 200 {
      let text = "x\(text)x"
      let page = try Self.html(try SampleInputs(name: text), SampleInputs.all, title: text)
      #expect(HostileTexts.harm(in: page).allSatisfy { $0 == "\t" })
      let hostile = try folder.file("hostile.html", page)
      let result = try Peers.run("page_elements.py", [file.path, hostile.path])
      #expect(result.status == 0, "\(text.debugDescription): \(result.errors.suffix(500))")
    }
  }

  @Test("The page fetches nothing") func fetchesNothing() throws {
    let page = try Self.html(try SampleInputs(), SampleInputs.all)
    for attribute in ["src", "href"] {
      for part in page.components(separatedBy: " \(attribute)=\"").dropFirst() {
        #expect(part.hasPrefix("data:image/jpeg;base64,") || part.hasPrefix("#"))
      }
    }
    for word in ["http:", "https:", "url(", "@import", "<script", "<link"] {
      #expect(!page.contains(word))
    }
  }

  @Test(
    "Sections appear with their files",
    arguments: [
      (["evaluate-float32.json"], ["accuracy", "curves", "protocol", "provenance", "cost"]),
      (["compare.json"], ["layers", "findings", "protocol", "provenance", "cost"]),
      (
        ["quantize.json"],
        ["layers", "ranges", "findings", "protocol", "provenance", "cost"]
      ),
      (["detect-int8.json"], ["images", "provenance", "cost"]),
      (["profile-int8.json"], ["cost", "provenance"]),
      (["convert.json"], ["cost", "provenance"]),
    ])
  func sectionsComeWithTheirFiles(names: [String], sections: [String]) throws {
    let page = try Self.html(try SampleInputs(), names)
    let all = [
      "images", "accuracy", "curves", "layers", "ranges", "cost", "findings", "provenance",
      "protocol",
    ]
    for section in all {
      let isThere = page.contains("<section id=\"\(section)\"")
      #expect(isThere == sections.contains(section), "\(section) with \(names)")
    }
  }

  @Test("Images have alternative texts of what was found") func imagesSayWhatWasFound() throws {
    let page = try Self.html(try SampleInputs(), ["detect-int8.json", "detect-float32.json"])
    #expect(page.contains("alt=\"image.jpg, float: star 0.81, star 0.81\""))
    #expect(page.contains("alt=\"image.jpg, INT8: star 0.81\""))
    #expect(page.contains("2 objects, 1 only here"))
  }

  private static func three(_ inputs: SampleInputs, _ title: String? = nil) throws -> String {
    let (files, baseline) = SampleInputs.three
    return try ReportPage(
      ReportSources(paths: inputs.paths(files), baseline: inputs.paths(baseline)), title: title
    ).html()
  }

  @Test("A baseline stands between float and INT8 in tables, charts and images")
  func showsABaseline() throws {
    let inputs = try SampleInputs()
    let page = try Self.three(inputs)
    let reports = [inputs.report(.float32, 0), inputs.report(.int8, 12), inputs.report(.int8, 6)]
    let cells = reports.map { String(format: "<td>%.2f</td>", $0.metrics.ap * 100) }
    #expect(page.contains("</th>\(cells.joined())"))
    for text in [
      "<section id=\"baseline\"", "<td>4.50 ms</td><td>2.75 ms</td><td>2.25 ms</td>",
      "<td></td><td>21.5 dB</td><td>28.3 dB</td>", "<td>450.0 kB</td><td>150.0 kB</td>",
      "baseline − float", "INT8 − float", "AP baseline", "curve baseline", "whisker baseline",
      "alt=\"image.jpg, baseline: star 0.81, star 0.81, star 0.81\"", "star-base.onnx",
      "SQNR, baseline", "class=\"views three\"",
    ] {
      #expect(page.contains(text), "\(text) is missing")
    }
    // In the image of float a box is marked that any of the others lacks.
    #expect(page.contains("2 objects, 1 only here"))
    #expect(!page.contains("different baselines"))
    // Without one there is nothing of it, nor any of its style.
    let without = try Self.html(inputs, SampleInputs.all)
    for text in ["id=\"baseline\"", "--baseline", ".baseline", "AP baseline", "three"] {
      #expect(page.contains(text) && !without.contains(text), "\(text)")
    }
  }

  @Test("Text of a baseline's files is escaped, and files of two baselines are pointed out")
  func doubtsOfABaseline() throws {
    let hostile = try Self.three(
      SampleInputs(name: SampleInputs.dangerous), SampleInputs.dangerous)
    #expect(!hostile.contains("<script") && !hostile.contains("</script"))
    let inputs = try SampleInputs()
    let text = String(decoding: try inputs.folder.bytes("detect-baseline.json"), as: UTF8.self)
    try inputs.folder.file(
      "detect-baseline.json",
      text.replacingOccurrences(
        of: String(repeating: "9", count: 64), with: String(repeating: "7", count: 64)))
    #expect(try Self.three(inputs).contains("2 different baselines"))
  }

  @Test("Files of different models are pointed out") func namesDifferentModels() throws {
    let inputs = try SampleInputs()
    let other = inputs.quantization.replacingOccurrences(
      of: String(repeating: "8", count: 64), with: String(repeating: "7", count: 64))
    try inputs.folder.file("quantize.json", other)
    let page = try Self.html(inputs, SampleInputs.all)
    #expect(page.contains("2 different INT8 models"))
  }
}
