import Foundation
import TestSupport
import Testing

@Suite("A classifier of the zoo")
struct ZooClassifierTests {
  @Test("It is built, judged by its classes, gated, verified again and shown on a page")
  func build() throws {
    let folder = try WorkFolder()
    let recipes = Fixtures.root.appendingPathComponent("Manifests").path
    let outcome = try folder.shell(
      """
      export DARKROOM_RECIPES='\(recipes)' DARKROOM_STORE=store DARKROOM_KEY=key.pem
      set -e
      $darkroom keygen key.pem
      $darkroom zoo build shapes-classifier
      $darkroom zoo list --json >list.json
      $darkroom zoo publish shapes-classifier -o out
      $darkroom zoo verify shapes-classifier --measure
      """, timeout: 600)
    try #require(outcome.status == 0, "\(outcome)")
    let models = try JSONDocument(
      String(contentsOf: folder.url.appendingPathComponent("list.json"), encoding: .utf8))
    let entry = try #require(
      models["models"]?.elements.first { $0["name"]?.string == "shapes-classifier" })
    let gates = entry["gates"]?.elements ?? []
    #expect(gates.count == 6 && gates.allSatisfy { $0["verdict"]?.string == "passed" })
    #expect(
      gates.contains {
        $0["name"]?.string?.contains("ranks the same class first as float") ?? false
      })
    let float = try #require(entry["figures"]?["float"])
    #expect((float["top1"]?.number ?? 0) > 0.95 && float["ap"] == nil)
    #expect((entry["figures"]?["agreement"]?["top1"]?.number ?? 0) > 0.95)
    let card = try String(
      contentsOf: folder.url.appendingPathComponent("out/README.md"), encoding: .utf8)
    #expect(card.contains("pipeline_tag: image-classification"))
    #expect(card.contains("| Top-1 accuracy | "))
    let page = try String(
      contentsOf: folder.url.appendingPathComponent("out/report.html"), encoding: .utf8)
    for text in ["Top-1 float", "Top-1 INT8", "Same class first", "Top-1 by class", "center crop"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("detector") && !page.contains("NMS"))
  }
}
