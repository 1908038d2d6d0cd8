import Digests
import Evaluation
import Testing

@testable import Zoo

/// Keys of stored steps must not change by accident: every model of every store would be rebuilt.
@Suite struct StepInputsTests {
  private static let inputs = StepInputs(
    program: "darkroom 1.0.0", model: "demo", options: ["opset": "13"],
    files: ["cfg demo.cfg": Digest(of: [1])], statements: ["title": "Demo"],
    detectionProtocol: EvaluationProtocol(), images: ["a.jpg": Digest(of: [2])],
    annotations: StepInputs.Annotations(name: "a.json", digest: Digest(of: [3]), size: 3))

  @Test("The key of a step is the digest of canonical JSON, and stays what it is")
  func pinned() throws {
    // As Python's json and hashlib make it of the same values.
    let key = try Self.inputs.key(of: "convert")
    #expect(
      "\(key)" == "708e677cb9ec9c886b0a22d28fc3d5a4e1d5e95d020617d136c61c1fe5419c8c")
  }

  @Test("Each thing that a step depends on changes its key")
  func sensitivity() throws {
    var keys: Set<Digest> = [
      try Self.inputs.key(of: "convert"), try Self.inputs.key(of: "compare"),
    ]
    let changes: [(inout StepInputs) -> Void] = [
      { $0.program = "darkroom 1.0.1" }, { $0.model = "other" }, { $0.options["opset"] = "14" },
      { $0.files["cfg demo.cfg"] = Digest(of: [4]) }, { $0.statements["title"] = nil },
      { $0.detectionProtocol?.score = 0.25 }, { $0.images["b.jpg"] = Digest(of: [2]) },
      { $0.annotations?.size = nil },
    ]
    for change in changes {
      var inputs = Self.inputs
      change(&inputs)
      keys.insert(try inputs.key(of: "convert"))
    }
    #expect(keys.count == 2 + changes.count)
    #expect(Self.inputs.withoutImages.images.isEmpty)
    #expect(Self.inputs.withoutImages.annotations == nil)
  }
}
