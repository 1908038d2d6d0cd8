import Digests
import Provenance
import TestSupport
import Testing

@testable import Zoo

/// Gates of models for runtimes.
struct TargetGateTests {
  private let recipe: Recipe
  private static let file = Digest(of: [1])

  init() throws {
    recipe = try RecipeSamples.read(
      RecipeSamples.sound.replacing("calibration:", with: "targets: [openvino]\ncalibration:"))
  }

  private func rules(_ checks: [Check], of digest: Digest = file) -> ModelMetrics.Rules? {
    CheckedRules(
      Measurement(
        kind: .check, artifact: digest,
        protocolParameters: CheckedRules.protocolParameters(target: "openvino", title: "OpenVINO"),
        checks: checks)
    ).map { ModelMetrics.Rules($0, of: "\(digest)") }
  }

  private func gate(_ rules: ModelMetrics.Rules?) throws -> Gate {
    var metrics = ModelMetrics(floatBytes: 1)
    metrics[.int8(.openvino)] = ModelMetrics.OfModel(file: "x", bytes: 1, rules: rules)
    let gates = Gate.all(
      of: recipe, metrics, models: [.int8(.openvino): "\(TargetGateTests.file)"], records: [])
    return try #require(gates.first { $0.name == "INT8 for openvino keeps the rules of OpenVINO" })
  }

  @Test(
    "The rules of a runtime are a gate without being asked for, and a check without evidence no pass"
  )
  func verdicts() throws {
    let kept = Check(name: "a", verdict: .passed, proof: .run, source: "OpenVINO 2026")
    let broken = Check(name: "b", verdict: .failed, message: "node x", proof: .read, source: "y")
    #expect(try gate(rules([kept])).verdict == .passed)
    let failed = try gate(rules([kept, broken]))
    #expect(failed.verdict == .failed && failed.found == "b: node x")
    #expect(try gate(rules([kept, Check(name: "c", verdict: .passed)])).verdict == .failed)
    #expect(try gate(rules([])).verdict == .unproven)
    #expect(try gate(nil).verdict == .unproven)
    #expect(try gate(rules([kept], of: Digest(of: [2]))).verdict == .unproven)
  }

  @Test("What is demanded of INT8 is demanded of the model for each target")
  func demands() throws {
    let names = Gate.all(of: recipe, ModelMetrics(floatBytes: 1), models: [:], records: []).map(
      \.name)
    #expect(
      names == [
        "AP of float at least 0.1", "AP of INT8 at least 0.1",
        "AP of INT8 for openvino at least 0.1",
        "INT8 agrees with float, F1 at least 0.5",
        "INT8 for openvino agrees with float, F1 at least 0.5",
        "INT8 for openvino keeps the rules of OpenVINO", "only licences of MIT",
        "the weights were reviewed",
      ])
  }

  @Test("Without targets the steps of a model and what is kept of it are called as before")
  func unchanged() throws {
    let steps: [ModelBuild.StepName] = [
      .convert, .quantize(nil), .compare(nil), .evaluate(.int8(nil)), .evaluate(.float), .assemble,
    ]
    #expect(
      steps.map(\.rawValue) == [
        "convert", "quantize", "compare", "evaluate int8", "evaluate float", "assemble",
      ])
    #expect(ModelBuild.StepName.quantize(.qnn).rawValue == "quantize qnn")
    let sound = try RecipeSamples.read(RecipeSamples.sound)
    #expect(sound.variants.map(sound.fileName) == ["demo.onnx", "demo-int8.onnx"])
  }
}
