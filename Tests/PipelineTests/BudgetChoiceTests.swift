import Quantization
import Testing

@testable import Pipeline

@Suite("What a budget can buy")
struct BudgetChoiceTests {
  private let detector = BudgetChoice.Circumstances(given: [], hasHeads: true, convolutions: 17)

  private func names(
    _ options: QuantizationOptions, _ circumstances: BudgetChoice.Circumstances,
    but useless: Set<String> = []
  ) -> [String] {
    BudgetChoice(options: options).offers(circumstances, but: useless).compactMap(\.bought.last)
  }

  @Test("Of each thing the least that is not there yet is offered") func least() {
    #expect(
      names(QuantizationOptions(effort: .baseline), detector) == [
        "ranges mse", "tensor-ranges shared", "refinement on 150 images",
        "granularity per-channel", "head split", "leaky dual", "float-layers 1",
      ])
    #expect(
      names(QuantizationOptions(effort: .balanced), detector) == [
        "refinement on all images", "head int32", "leaky dual", "float-layers 1",
      ])
    var qdq = QuantizationOptions(effort: .best)
    qdq.format = .qdq
    #expect(names(qdq, detector) == ["head float", "w8a16-layers 1", "float-layers 1"])
  }

  @Test("What did not help is passed over for more of it, up to half of the convolutions")
  func more() {
    let options = QuantizationOptions(effort: .best)
    #expect(
      names(options, detector, but: ["float-layers 1", "head int32", "leaky dual"]) == [
        "head float", "float-layers 2",
      ])
    let all: Set = ["float-layers 1", "float-layers 2", "float-layers 4", "float-layers 8"]
    #expect(!names(options, detector, but: all).contains { $0.hasPrefix("float-layers") })
  }

  @Test("More of the same stands in the place of what there was; what is given stays")
  func replaced() throws {
    let first = BudgetChoice(options: QuantizationOptions(effort: .best))
    func buying(_ name: String, after choice: BudgetChoice) throws -> BudgetChoice {
      let offers = choice.offers(detector, but: [])
      return try #require(offers.first { $0.bought.last == name })
    }
    let one = try buying("float-layers 1", after: first)
    let two = try buying("float-layers 2", after: try buying("leaky dual", after: one))
    #expect(two.bought == ["leaky dual", "float-layers 2"] && two.options.floatLayers == 2)
    let given = BudgetChoice.Circumstances(
      given: ["head", "floatLayers", "rounding"], hasHeads: true, convolutions: 17)
    #expect(names(QuantizationOptions(effort: .fast), given) == ["leaky dual"])
  }
}
