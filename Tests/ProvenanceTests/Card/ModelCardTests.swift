import Foundation
import JSON
import TestSupport
import Testing

@testable import Provenance

/// Model cards.
struct ModelCardTests {
  @Test("A card has its sections") func sections() throws {
    let float = try Samples.float()
    var int8 = try Samples.int8(parent: float)
    var measurement = float.measurements[0]
    measurement.artifact = int8.artifact.file.digest
    measurement.metrics = [Metric(name: "ap", value: 0.19), Metric(name: "ap75", value: 1e-5)]
    measurement.checks = [Check(name: "loses at most 0.01", verdict: .failed, message: "0.0176")]
    int8.measurements = [measurement]
    int8.artifact.inputs = float.artifact.inputs
    let lines = ModelCard(int8, ancestors: [float]).text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    for line in [
      "# tiny-int8.onnx",
      "INT8 model in ONNX format, opset 13. Made from `tiny.onnx` by darkroom "
        + "0.1.0 (`quantize`). Calibrated with 2 images of COCO val2017.",
      "| `tiny-int8.onnx` | int8 | 25 | `\(int8.artifact.file.digest)` |",
      "### Accuracy on COCO val2017",
      "| Metric | `tiny-int8.onnx` | `tiny.onnx` |",
      "| AP at IoU 0.50:0.95 | 0.1900 | 0.2076 (0.2000 to 0.2150) |",
      "| AP at IoU 0.75 | 1e-05 |  |",
      "| Data | COCO val2017, 5000 images |",
      "| nms | 0.45 |", "| threshold | 0.001 |",
      "| loses at most 0.01 | failed | 0.0176 |",
      "| `input` | float32 | N × 3 × 416 × 416 |",
      "darkroom detect tiny-int8.onnx image.jpg",
      "outputs = session.run(None, {\"input\": numpy.zeros((1, 3, 416, 416), numpy.float32)})",
      "| Preprocessing | letterbox 114 |",
      "│", "├─ tiny.onnx, MIT", "│  ├─ cfg: tiny.cfg, LicenseRef-YOLO-2",
      "│  └─ weights: tiny.weights, LicenseRef-YOLO-2",
      "└─ calibration: COCO val2017, 2 images, CC-BY-4.0",
      "| weights | tiny.weights | LicenseRef-YOLO-2 | Joseph Redmon, Alexey Bochkovskiy |",
      "- parentModel tiny.onnx: no licence text is given for MIT",
    ] {
      let isThere = lines.contains(line)
      #expect(isThere, "\(line)")
    }
  }

  @Test("A card of an unmeasured model says so") func unmeasured() {
    let text = ModelCard(Samples.bareRecord).text
    #expect(text.hasPrefix("---\nlicense: unknown\ntags:\n  - a-tool\n---\n\n# m.bin\n"))
    #expect(text.contains("This file has not been measured."))
    #expect(!text.contains("## How to use"))
  }

  @Test("A licence is given in the front matter by Hugging Face's name or as another with a link")
  func licenses() throws {
    func license(_ text: String) throws -> [String] {
      YAMLValue.map(HubLicense.members(try Samples.license(text), link: "NOTICE.md")).lines
    }
    let link = "license_link: NOTICE.md"
    #expect(try license("MIT") == ["license: mit"])
    #expect(try license("GPL-3.0-or-later") == ["license: gpl-3.0"])
    #expect(try license("CC-BY-4.0") == ["license: cc-by-4.0"])
    #expect(try license("NOASSERTION") == ["license: unknown"])
    #expect(
      try license("LicenseRef-YOLO-2")
        == ["license: other", "license_name: licenseref-yolo-2", link])
    #expect(
      try license("MIT OR Apache-2.0")
        == ["license: other", "license_name: mit-or-apache-2.0", link])
  }

  @Test("A card names the given base model, or a parent at Hugging Face") func baseModels() throws {
    var record = try Samples.int8(parent: try Samples.float())
    #expect(ModelCard(record).baseModel == nil)
    record.materials[0].uris = [
      "https://huggingface.co/datasets/a/b", "https://huggingface.co/org/name/resolve/main/x.onnx",
    ]
    #expect(ModelCard(record).baseModel == "org/name")
    #expect(ModelCard(record).text.contains("base_model_relation: quantized\n"))
    #expect(ModelCard(record, baseModel: "x/y").baseModel == "x/y")
  }

  /// A record that names itself, or a ring of records, ends.
  @Test("A card lists only true ancestors, each once") func ancestorsThatAreNone()
    throws
  {
    let float = try Samples.float()
    let int8 = try Samples.int8(parent: float)
    #expect(ModelCard(int8, ancestors: [int8, float, float]).ancestors == [float])
    #expect(ModelCard(float, ancestors: [int8]).ancestors.isEmpty)
  }

  @Test(
    "Text from records is escaped in Markdown",
    arguments: [
      ("- a", "\\- a"), ("1. a", "1\\. a"), ("v1.5", "v1.5"), ("0.5", "0.5"),
      ("yolo-v4", "yolo-v4"),
      ("a|b*c", "a\\|b\\*c"), ("<i>&", "&lt;i&gt;&amp;"), ("a\nb\u{2028}c", "a b c"),
    ])
  func escapedText(_ text: String, _ shown: String) {
    #expect(Markdown.text(text) == shown)
  }

  @Test("Code from records is escaped in Markdown") func escapedCode() {
    #expect(Markdown.code("a`b") == "``a`b``")
    #expect(Markdown.code("`a|b") == "`` `a\\|b ``")
    #expect(Markdown.code("a|b", inTable: false) == "`a|b`")
    #expect(Markdown.block(["```", "x"])[0] == "````")
  }
}

/// Model cards against Hugging Face's library and YAML against PyYAML.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct ModelCardPeerTests {
  private let work: WorkFolder

  init() throws { work = try WorkFolder() }

  private func cards(_ texts: [String]) throws -> [JSONDocument] {
    let paths = try texts.enumerated().map { index, text in
      try work.file("\(index).md", text).path
    }
    let result = try Peers.run("model_cards.py", paths)
    #expect(result.status == 0, "\(result.errors)")
    return result.status == 0 ? try JSONDocument(result.output).elements : []
  }

  @Test("The card's front matter is read back as it was written") func roundTrip() throws {
    let records = try Samples.allRecords()
    let cards = try cards(records.map { ModelCard($0, ancestors: [records[0]]).text })
    #expect(cards.count == records.count)
    let float = try #require(cards.first)
    #expect(float["data"]?["license"]?.string == "mit")
    #expect(float["data"]?["pipeline_tag"]?.string == "object-detection")
    let result = try #require(float["results"]?[0])
    #expect(result["metric_type"]?.string == "ap")
    #expect(result["metric_value"]?.number == 0.2076)
    #expect(result["dataset_split"]?.string == "val2017")
    #expect(result["metric_name"]?.string == "AP")
    #expect(result["source_url"]?.string == "https://example.org/darkroom")
    #expect(cards[2]["results"]?[0]?["dataset_name"]?.string == Samples.awkward)
    #expect(cards[2]["data"]?["model-index"]?[0]?["name"]?.string == Samples.awkward)
  }

  @Test("Hubs are told what they know, once and rounded; how it was measured is in the text")
  func metrics() throws {
    var record = try Samples.allRecords()[0]
    record.measurements[0].metrics = [
      Metric(name: "ap", value: 0.20764988767192049, interval: 0.2...0.215),
      Metric(name: "ap50", value: 0.39143), Metric(name: "apSmall", value: -1),
      Metric(name: "ap50", value: 0.5, slice: "a class"), Metric(name: "ar100", value: 0.4),
    ]
    var again = record.measurements[0]
    again.protocolParameters["runtime"] = .text("onnxruntime")
    var compared = record.measurements[0]
    compared.kind = .compare
    compared.metrics = [Metric(name: "meanIoU", value: 0.9), Metric(name: "ap", value: 0.9)]
    record.measurements += [again, compared]
    let card = try #require(try cards([ModelCard(record).text]).first)
    let found = try #require(card["results"]?.elements).map {
      "\($0["metric_type"]?.string ?? "") \($0["metric_value"]?.number ?? -1)"
    }
    #expect(found == ["ap 0.2076", "ap50 0.3914"])
    #expect(card["data"]?["metrics"]?.elements.compactMap(\.string) == ["ap", "ap50"])
    #expect(card["text"]?.string?.contains("| threshold | 0.001 |") == true)
  }

  /// Whatever names are made of comes back as it was.
  @Test("Any text comes back from the front matter as it was") func anyText() throws {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array("ab0 .-_:#'\"\\|>&*!%@`{}[],?~=\n\t\r\0\u{7F}\u{85}\u{2028}\u{FEFF}é😀")
    var texts = [
      "", " ", "yes", "No", "null", "~", "1", "1e5", "0x1F", "1_000", "12:30", "2026-01-01", ".5",
      "-", "- a", "a: b", "a #b", "---", "...", "\u{1F600}", "<<", "=", "true", "a\u{301}",
      "\u{FFFE}\u{FFFF}", "e1", "Inf", "a.", "a/b",
    ]
    for _ in 0..<300 {
      let count = Int.random(in: 0...12, using: &random)
      texts.append(String((0..<count).map { _ in alphabet.randomElement(using: &random) ?? "a" }))
    }
    let numbers = ["0", "-1", "1e-05", "1E5", "1.5e300", "-0.25", "123456789012345678901"]
    let matter = YAMLValue.map([
      ("texts", .texts(texts)),
      ("numbers", .list(numbers.map { .number(JSONNumber(literal: $0)) })),
      (
        Samples.awkward,
        .list([.list([.map([("a", .list([])), ("b", .map([]))])]), .boolean(true)])
      ),
    ])
    let card = try cards([(["---"] + matter.lines + ["---", "", "text"]).joined(separator: "\n")])
    let data = try #require(card.first?["data"])
    let found = data["texts"]?.elements.compactMap(\.string) ?? []
    #expect(found.count == texts.count)
    for (found, text) in zip(found, texts) {
      #expect(Array(found.utf8) == Array(text.utf8), "\(text.debugDescription)")
    }
    #expect(data["numbers"]?.elements.compactMap(\.number) == numbers.compactMap(Double.init))
    #expect(data[Samples.awkward]?[0]?[0]?.keys == ["a", "b"])
  }
}
