import Foundation
import TestSupport
import Testing

/// A baseline beside the INT8 model, in `compare` and on the page of `report`.
@Suite("Float, baseline and INT8 side by side")
struct BaselineColumnTests {
  private let folder: WorkFolder
  private let compared = ["--images", Shapes.validation, "--limit", "24"]

  init() throws {
    folder = try WorkFolder()
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    for (effort, name) in [("baseline", "base.onnx"), ("fast", "int8.onnx")] {
      let outcome = try folder.darkroom(
        "quantize", "shapes.onnx", "--calibration", Shapes.few, "--effort", effort, "-o", name,
        "-q")
      try #require(outcome.status == 0, "\(outcome)")
    }
  }

  private func compare(_ model: String, _ options: String...) throws -> CommandLineTool.Outcome {
    let outcome = try folder.darkroom(["compare", "shapes.onnx", model] + compared + options)
    try #require(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test("The baseline has what it has as B, and B what it has without a baseline") func values()
    throws
  {
    let both = try JSONDocument(compare("int8.onnx", "--baseline", "base.onnx", "--json").output)
    let alone = try JSONDocument(compare("int8.onnx", "--json").output)
    let other = try JSONDocument(compare("base.onnx", "--min-sqnr", "0", "--json").output)
    guard case .object(var members) = both else {
      Issue.record("\(both)")
      return
    }
    let baseline = try #require(both["baseline"])
    let ratio = try #require(both["headsSQNR"]?.number)
    for key in ["baseline", "headsSQNR"] { members[key] = nil }
    #expect(JSONDocument.object(members) == alone)
    for key in ["heads", "detections"] { #expect(baseline[key] == other[key], "\(key)") }
    #expect(baseline["model"] == other["models"]?[1])
    let check = other["verdict"]?["checks"]?.elements.first { $0["name"]?.string == "sqnr" }
    #expect(baseline["headsSQNR"] == check?["found"])
    // It is worse than what is made with more care.
    #expect((baseline["headsSQNR"]?.number ?? 99) < ratio)
  }

  @Test("People see three columns; without a baseline there is none of it") func text() throws {
    let text = try compare("int8.onnx", "--baseline", "base.onnx").output
    let json = try JSONDocument(
      compare("int8.onnx", "--baseline", "base.onnx", "--json").output)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.contains(["A", "baseline", "B"]))
    let sizes = try ["shapes.onnx", "base.onnx", "int8.onnx"].map {
      "\(try folder.bytes($0).count)"
    }
    #expect(lines.contains(["bytes"] + sizes))
    let f1 = [json["baseline"]?["detections"]?["f1"]?.number, json["detections"]?["f1"]?.number]
      .compactMap { $0.map { String(format: "%.4f", $0) } }
    #expect(f1.count == 2 && lines.contains(["F1"] + f1))
    let ratios = [json["baseline"]?["headsSQNR"]?.number, json["headsSQNR"]?.number]
      .compactMap { $0.map { String(format: "%.1f", $0) } }
    #expect(ratios.count == 2 && lines.contains(["heads", "dB"] + ratios))
    #expect(try !compare("int8.onnx").output.contains("baseline"))
  }

  @Test(
    "A file that ONNX Runtime's own tool wrote is a baseline, though it says nothing of heads",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func tool() throws {
    let made = try Peers.run(
      "quantize.py", [folder.path("shapes.onnx"), folder.path("tool.onnx")])
    try #require(made.status == 0, "\(made)")
    let json = try JSONDocument(compare("int8.onnx", "--baseline", "tool.onnx", "--json").output)
    #expect(json["baseline"]?["heads"]?.elements.count == 2)
    #expect((json["baseline"]?["detections"]?["matched"]?.number ?? 0) > 0)
  }

  /// The JSON of all three models.
  private func measure() throws {
    let outcome = try folder.shell(
      """
      set -e
      $darkroom compare shapes.onnx int8.onnx --baseline base.onnx --images '\(Shapes.validation)' \
        --limit 24 --json >compare.json
      for m in shapes base int8; do
        $darkroom evaluate $m.onnx --images '\(Shapes.validation)' --limit 20 --resamples 50 \
          --annotations '\(Shapes.annotations)' --json >evaluate-$m.json
        $darkroom detect $m.onnx '\(Shapes.image(0))' '\(Shapes.image(1))' --json >detect-$m.json
        $darkroom inspect $m.onnx --profile --runs 2 --json >profile-$m.json
      done
      $darkroom report compare.json evaluate-shapes.json evaluate-int8.json detect-shapes.json \
        detect-int8.json profile-shapes.json profile-int8.json -o two.html
      """)
    try #require(outcome.status == 0, "\(outcome)")
  }

  @Test("The page has three columns, curves and panels, and a file of a baseline has a place there")
  func page() throws {
    try measure()
    let outcome = try folder.darkroom(
      "report", "compare.json", "evaluate-shapes.json", "evaluate-int8.json",
      "detect-shapes.json", "detect-int8.json", "profile-shapes.json", "profile-int8.json",
      "--baseline", "evaluate-base.json", "--baseline", "detect-base.json", "--baseline",
      "profile-base.json", "-o", "three.html")
    #expect(outcome.status == 0, "\(outcome)")
    let page = String(decoding: try folder.bytes("three.html"), as: UTF8.self)
    #expect(page.contains("<section id=\"baseline\""))
    #expect(page.components(separatedBy: "<figcaption><strong>baseline</strong>").count == 3)
    #expect(page.contains("curve baseline") && page.contains("AP baseline"))
    func points(_ model: String) throws -> String {
      let report = try JSONDocument(
        String(decoding: folder.bytes("evaluate-\(model).json"), as: UTF8.self))
      return String(format: "%.2f", 100 * (report["metrics"]?["ap"]?.number ?? .nan))
    }
    let row = try ["shapes", "base", "int8"].map { "<td>\(try points($0))</td>" }.joined()
    #expect(page.contains("<th scope=\"row\">AP, IoU .50 to .95</th>\(row)"), "\(row)")
    let wrong = try folder.darkroom(
      "report", "evaluate-int8.json", "--baseline", "compare.json", "--baseline",
      "evaluate-base.json", "--baseline", "evaluate-base.json", "-o", "x.html")
    #expect(wrong.status == 65, "\(wrong)")
    #expect(wrong.errors.contains("compare.json: is of compare"), "\(wrong)")
    #expect(wrong.errors.contains("is a second file of evaluate of the baseline"), "\(wrong)")
  }
}
