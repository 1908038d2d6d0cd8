import Foundation
import Pipeline
import Quantization
import TestSupport
import Testing

/// Which factors channels get when they are to be chosen.
struct EqualizationChoiceTests {
  /// The bytes of the model, and what its report says was done.
  private func model(
    _ equalization: QuantizationOptions.Equalization, _ granularity: WeightQuantizer.Granularity,
    threads: Int = 2
  ) throws -> (bytes: Data, steps: [String]) {
    let folder = try TemporaryFolder()
    let list = folder.path("list")
    try Data(CalibrationFiles.shapes(16).joined(separator: "\n").utf8).write(
      to: URL(fileURLWithPath: list))
    var run = QuantizationRun(model: QuantizationTests.shapes.cfg)
    run.weights = QuantizationTests.shapes.weights
    run.calibration = list
    run.threads = threads
    run.options = QuantizationOptions(effort: .balanced)
    run.options.equalization = equalization
    run.options.granularity = granularity
    let summary = try run.run().write(to: .init(model: folder.path("m.onnx")))
    return (
      try Data(contentsOf: URL(fileURLWithPath: folder.path("m.onnx"))),
      try #require(summary.record.quantization).steps
    )
  }

  @Test("With a scale for each filter auto is equalization by activations")
  func perChannel() throws {
    let auto = try model(.auto, .perChannel)
    #expect(try auto.bytes == model(.activations, .perChannel).bytes)
    #expect(auto.steps.contains("equalization activations"))
    #expect(QuantizationOptions(effort: .balanced).equalization == .auto)
  }

  @Test("With one scale for all filters auto is one of both rules and says which, on any threads")
  func perTensor() throws {
    let auto = try model(.auto, .perTensor)
    let rule = try #require(
      [QuantizationOptions.Equalization.activations, .weights].first {
        auto.steps.contains("equalization \($0.rawValue)")
      })
    #expect(try auto.bytes == model(rule, .perTensor).bytes)
    #expect(try auto.bytes == model(.auto, .perTensor, threads: 1).bytes)
  }
}
