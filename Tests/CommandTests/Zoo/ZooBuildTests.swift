import Foundation
import TestSupport
import Testing

@Suite("Models are made by recipes, and only what depends on a change is made again")
struct ZooBuildTests {
  let zoo: ZooFolder

  init() throws { zoo = try ZooFolder() }

  private func build(_ options: String = "", status: Int32 = 0) throws -> [String] {
    let outcome = try zoo.shell("$darkroom zoo build shapes --explain \(options)")
    #expect(outcome.status == status, "\(outcome)")
    return ZooFolder.steps(done: outcome)
  }

  private static let all = [
    "convert", "quantize", "compare", "evaluate int8", "evaluate float", "assemble",
  ]

  @Test("A model goes from known to published, and every step of the way is told")
  func states() throws {
    #expect(try zoo.states() == ["shapes": "known"])
    #expect(try zoo.shell("$darkroom zoo pull shapes").status == 0)
    #expect(try zoo.states() == ["shapes": "pulled"])
    #expect(try build() == ZooBuildTests.all)
    #expect(try zoo.states() == ["shapes": "built"])
    let verified = try zoo.shell("$darkroom zoo verify shapes --measure")
    #expect(verified.status == 0 && verified.output.contains("as recorded"), "\(verified)")
    #expect(try zoo.states() == ["shapes": "verified"])
    let published = try zoo.shell("$darkroom zoo publish shapes -o out/shapes")
    #expect(published.status == 0, "\(published)")
    #expect(try zoo.states() == ["shapes": "published"])
    #expect(try build() == [])
    let shown = try zoo.shell("$darkroom zoo show shapes")
    #expect(shown.output.contains("shapes-int8.onnx") && shown.output.contains("ok  "))
  }

  @Test("Steps of a store made by an earlier version are done once more, and the store stays whole")
  func earlierSteps() throws {
    #expect(try build() == ZooBuildTests.all)
    let aged = try zoo.shell(
      """
      sed -i 's/"schemaVersion" : 2/"schemaVersion" : 1/' store/steps/*/*.json \
        && grep -l '"schemaVersion" : 1' store/steps/*/*.json | wc -l
      """)
    #expect(aged.output == "\(ZooBuildTests.all.count)\n", "\(aged)")
    #expect(try zoo.shell("$darkroom zoo verify shapes && $darkroom zoo gc").status == 0)
    #expect(try build() == ZooBuildTests.all)
    #expect(try build() == [])
    #expect(try zoo.shell("$darkroom zoo verify shapes").status == 0)
  }

  @Test("A changed option, image or gate makes again exactly what depends on it")
  func changes() throws {
    let images = zoo.folder.path("images")
    try FileManager.default.copyItem(atPath: ZooFolder.calibration, toPath: images)
    let validation = zoo.folder.path("validation")
    try FileManager.default.copyItem(atPath: ZooFolder.validation, toPath: validation)
    try zoo.write { ($0.calibration, $0.images) = (images, validation) }
    #expect(try build() == ZooBuildTests.all)

    try zoo.write {
      ($0.calibration, $0.images) = (images, validation)
      $0.gates = "  minimumAP: 0.6"
    }
    #expect(try build() == ["assemble"])

    try zoo.write {
      ($0.calibration, $0.images) = (images, validation)
      $0.quantization = "  effort: fast\n  ranges: minmax"
    }
    #expect(try build() == ["quantize", "compare", "evaluate int8", "assemble"])

    let first = try FileManager.default.contentsOfDirectory(atPath: images).sorted()[0]
    try FileManager.default.removeItem(atPath: "\(images)/\(first)")
    try FileManager.default.copyItem(atPath: Shapes.image(5), toPath: "\(images)/\(first)")
    let outcome = try zoo.shell("$darkroom zoo build shapes --explain")
    #expect(
      ZooFolder.steps(done: outcome) == ["quantize", "compare", "evaluate int8", "assemble"])
    #expect(outcome.errors.contains("image \(first) changed from"), "\(outcome)")

    try FileManager.default.removeItem(atPath: "\(validation)/000099.jpg")
    try FileManager.default.copyItem(
      atPath: Shapes.image(98), toPath: "\(validation)/000099.jpg")
    #expect(
      try build().filter { $0 != "compare" } == ["evaluate int8", "evaluate float", "assemble"])

    // What no annotation speaks of changes nothing.
    try zoo.folder.file("validation/note.txt", "hello")
    #expect(try build() == [])
  }

  @Test("A build without the images at hand keeps what was measured with them")
  func withoutImages() throws {
    try zoo.write { $0.hasEvaluation = true }
    let recipe = zoo.folder.path("recipes/shapes.yaml")
    let text = try String(contentsOfFile: recipe, encoding: .utf8)
    let open = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("  images:") && !$0.contains("  annotations:") }
      .joined(separator: "\n")
    try zoo.folder.file("recipes/shapes.yaml", open)
    let without = try zoo.shell("$darkroom zoo build shapes --explain")
    #expect(without.status == 0 && without.errors.contains("--annotations FILE"), "\(without)")
    #expect(try zoo.shell("$darkroom zoo publish shapes -o out").status == 1)
    let given = "--images '\(ZooFolder.validation)' --annotations '\(ZooFolder.annotations)'"
    #expect(
      try build(given) == ["compare", "evaluate int8", "evaluate float", "assemble"])
    #expect(try build() == [])
    #expect(try zoo.shell("$darkroom zoo publish shapes -o out").status == 0)
  }

  @Test("A list of hashes says which images calibrate, whatever they are called")
  func listedImages() throws {
    let images = zoo.folder.path("images")
    try FileManager.default.copyItem(atPath: ZooFolder.calibration, toPath: images)
    let listed = try zoo.shell("cd images && sha256sum $(ls | head -5) > ../list.sha256")
    #expect(listed.status == 0, "\(listed)")
    try zoo.write {
      $0.calibration = "\(images)\n  list: \(zoo.folder.path("list.sha256"))"
      $0.hasEvaluation = false
      $0.gates = "  licenses: [MIT]"
    }
    #expect(try build().prefix(2) == ["convert", "quantize"])
    let first = try FileManager.default.contentsOfDirectory(atPath: images).sorted()[0]
    #expect(try zoo.shell("mv images/\(first) images/renamed.jpg").status == 0)
    #expect(try build() == [])
    #expect(try zoo.shell("rm images/renamed.jpg").status == 0)
    let outcome = try zoo.shell("$darkroom zoo build shapes --force")
    #expect(outcome.status == 66, "\(outcome)")
    #expect(
      outcome.errors.contains("1 of the 5 images of Images of shapes are not there: \(first)"),
      "\(outcome)")
  }

  @Test("The same recipe gives the same store, on any number of threads and in any folder")
  func deterministic() throws {
    try zoo.write { $0.licenseFile = "../LICENSE" }
    let license = Fixtures.root.appendingPathComponent("LICENSE").path
    let outcome = try zoo.shell(
      """
      cp '\(license)' . && $darkroom zoo build shapes --store a --threads 1 \
        && $darkroom zoo build shapes --store b --threads 3 && diff -r a b \
        && $darkroom zoo build shapes --store b --force && diff -r a b \
        && mkdir moved && cp -r recipes LICENSE moved && cd moved \
        && $darkroom zoo build shapes --store b && diff -r ../a b
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("Gates that do not hold keep a model from being published")
  func gates() throws {
    try zoo.write { $0.gates = "  minimumAP: 0.99\n  licenses: [Apache-2.0]" }
    let built = try zoo.shell("$darkroom zoo build shapes")
    #expect(built.status == 0 && built.errors.contains("AP of INT8 at least 0.99"), "\(built)")
    let refused = try zoo.shell("$darkroom zoo publish shapes -o out")
    #expect(refused.status == 1)
    #expect(refused.output.contains("failed: AP of float at least 0.99: found 0.7"))
    #expect(refused.output.contains("MIT is not allowed"))
    let reasons = (refused.output + refused.errors).split(separator: "\n")
    #expect(reasons.filter { $0.contains("failed: ") }.count > 1, "\(refused)")
    #expect(reasons.allSatisfy { $0.components(separatedBy: "failed: ").count < 3 }, "\(refused)")
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("out")))
    // Gates are those of the recipe as it is, and the build has to be of it.
    try zoo.write { $0.gates = "  minimumAP: 0.5" }
    let stale = try zoo.shell("$darkroom zoo publish shapes -o out")
    #expect(stale.status == 1 && stale.output.contains("changed after"), "\(stale)")
    #expect(
      try zoo.shell("$darkroom zoo build shapes && $darkroom zoo publish shapes -o out").status == 0
    )
  }

  @Test("One model that cannot be made keeps no other from it")
  func failures() throws {
    try zoo.write {
      $0.name = "broken"
      $0.weightsHash = String(repeating: "0", count: 64)
    }
    let outcome = try zoo.shell("$darkroom zoo build --all --jobs 2")
    #expect(outcome.status == 66 && outcome.errors.contains("broken"), "\(outcome)")
    #expect(try zoo.states()["shapes"] == "built")
  }
}
