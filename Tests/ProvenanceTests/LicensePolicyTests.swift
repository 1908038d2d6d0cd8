import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct LicensePolicyTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test(
    "A policy allows or refuses expressions by SPDX's rules",
    arguments: [
      ("MIT", "MIT", true), ("MIT", "ISC", false), ("MIT", "MIT OR GPL-3.0-only", true),
      ("MIT", "MIT AND GPL-3.0-only", false), ("MIT,GPL-3.0-only", "MIT AND GPL-3.0-only", true),
      ("MIT", "(GPL-3.0-only OR MIT) AND (MIT OR ISC)", true),
      ("MIT", "MIT AND (ISC OR GPL-3.0-only)", false), ("mit, apache-2.0", "Apache-2.0", true),
      ("Apache-2.0", "Apache-2.0+", true), ("Apache-2.0+", "Apache-2.0", false),
      ("GPL-2.0-only", "GPL-2.0-or-later", false),
      ("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", true),
      ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", false),
      (
        "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0",
        true
      ),
      ("MIT", "MIT WITH AdditionRef-not-on-sundays", false),
      ("MIT WITH AdditionRef-x", "MIT WITH AdditionRef-x", true),
      ("MIT", "Foo", false), ("MIT", "LicenseRef-a", false), ("LicenseRef-a", "LicenseRef-a", true),
      ("MIT", "NOASSERTION", false), ("MIT", "NONE", false),
      ("MIT", "MIT WITH Foo-exception", false),
    ])
  func decisions(allowed: String, license: String, isAllowed: Bool) throws {
    let policy = try LicensePolicy(allowing: allowed)
    let refusal = policy.refusal(of: try LicenseStatement(license))
    #expect((refusal == nil) == isAllowed, "\(String(describing: refusal))")
  }

  @Test("A refusal names the licences") func refusals() throws {
    let float = try Samples.float()
    var int8 = try Samples.int8(parent: float)
    int8.calibration?.license = .noAssertion
    int8.artifact.license = .noLicense
    int8.materials.append(Material(role: .recipe, file: Samples.file("r")))
    var policy = try LicensePolicy(allowing: "MIT")
    let records = [float, int8, int8]
    #expect(
      policy.refusals(in: records) == [
        "cfg tiny.cfg: LicenseRef-YOLO-2 is not allowed, for want of LicenseRef-YOLO-2",
        "weights tiny.weights: LicenseRef-YOLO-2 is not allowed, for want of LicenseRef-YOLO-2",
        "artifact tiny-int8.onnx: has no licence (NONE)",
        "calibration COCO val2017: its licence is not known (NOASSERTION)",
      ])
    policy.exemptions = [
      .init(digest: float.materials[0].file.digest, reason: "asked its author")
    ]
    #expect(policy.refusals(in: records).count == 3)
    let wide = try LicensePolicy(allowing: "MIT,LicenseRef-YOLO-2,CC-BY-4.0")
    let parent = try Samples.int8(parent: float)
    #expect(wide.refusals(in: [float, parent]).isEmpty)
  }

  @Test("A malformed list of allowed licences is refused with every mistake") func lists() {
    let error = #expect(throws: LicensePolicyError.self) {
      try LicensePolicy(allowing: "MIT,,Foo,MIT OR ISC,NOASSERTION,Apache 2.0")
    }
    #expect(error?.problems.count == 5)
    #expect(throws: LicensePolicyError.self) { try LicensePolicy(allowing: "") }
  }

  private func policy(_ text: String) throws -> LicensePolicy {
    try LicensePolicy(contentsOf: try folder.file("policy.json", text).path)
  }

  @Test("A policy is read from a file") func files() throws {
    let digest = Samples.digest("x")
    let read = try policy(
      """
      {"schemaVersion": 1, "allow": ["MIT", "LicenseRef-a"],
       "exempt": [{"sha256": "\(digest)", "reason": "ours"}]}
      """)
    #expect(read.allowed.map(\.description).sorted() == ["LicenseRef-a", "MIT"])
    #expect(read.exemptions == [.init(digest: digest, reason: "ours")])
  }

  @Test(
    "Malformed policy files are refused",
    arguments: [
      "", "[]", "{}", "{\"schemaVersion\":1}", "{\"schemaVersion\":2,\"allow\":[]}",
      "{\"schemaVersion\":1,\"allow\":[\"Foo\"]}", "{\"schemaVersion\":1,\"allow\":\"MIT\"}",
      "{\"schemaVersion\":1,\"allow\":[],\"deny\":[]}", "{\"schemaVersion\":1,\"allow\":[7]}",
      "{\"schemaVersion\":1,\"allow\":[],\"exempt\":[{\"sha256\":\"0\",\"reason\":\"\"}]}",
      "{\"schemaVersion\":1,\"allow\":[],\"allow\":[\"MIT\"]}",
    ])
  func badFiles(text: String) {
    #expect(throws: DocumentError.self) { try policy(text) }
  }
}
