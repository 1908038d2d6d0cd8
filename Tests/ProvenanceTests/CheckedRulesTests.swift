import JSON
import Testing

@testable import Provenance

/// The rules of a runtime in records, and what cards say of them.
struct CheckedRulesTests {
  static func measurement(
    of record: ProvenanceRecord, _ checks: [Check], target: String = "openvino"
  ) -> Measurement {
    Measurement(
      kind: .check, artifact: record.artifact.file.digest,
      protocolParameters: CheckedRules.protocolParameters(target: target, title: "OpenVINO"),
      checks: checks)
  }

  static let rules = [
    Check(name: "a: one", verdict: .passed, proof: .run, source: "OpenVINO 2026"),
    Check(name: "b: two", verdict: .passed, proof: .read, source: "https://example.org"),
  ]

  @Test("Rules hold where there are some, none is broken, and each is known from somewhere")
  func hold() throws {
    var record = try Samples.int8(parent: try Samples.float())
    #expect(record.checkedRules == nil)
    func rules(_ checks: [Check]) -> CheckedRules? {
      record.measurements = [CheckedRulesTests.measurement(of: record, checks)]
      return record.checkedRules
    }
    let held = try #require(rules(CheckedRulesTests.rules))
    #expect(held.hold && held.target == "openvino")
    #expect(held.count.words == "checked by 2 rules: 1 run on the runtime, 1 read in documents")
    let none = try #require(rules([]))
    #expect(!none.hold && none.count.words == "not checked by any rule")
    let unproven = try #require(
      rules(CheckedRulesTests.rules + [Check(name: "c", verdict: .passed)]))
    #expect(!unproven.hold && unproven.broken.isEmpty)
    #expect(unproven.count.words.hasSuffix("1 without a known source"))
    let broken = try #require(
      rules(CheckedRulesTests.rules + [Check(name: "c", verdict: .failed, proof: .simulator)]))
    #expect(!broken.hold && broken.count.words == "breaks 1 of 3 rules")
    // Of other bytes it says nothing.
    record.measurements[0].artifact = Samples.digest("other")
    #expect(record.checkedRules == nil)
  }

  @Test("A record with rules reads back as it was, words of later versions included")
  func roundTrip() throws {
    var record = try Samples.int8(parent: try Samples.float())
    let later = Check(
      name: "c", verdict: .passed, proof: .init(rawValue: "hardware"), source: "a board")
    record.measurements = [
      CheckedRulesTests.measurement(of: record, CheckedRulesTests.rules + [later])
    ]
    let read = try ProvenanceRecord(parsing: Array(record.text.utf8), source: "record")
    #expect(read == record)
    #expect(read.checkedRules?.rules.last == later)
  }

  @Test("The card has a row for each file of the same parent that is for a runtime")
  func card() throws {
    let float = try Samples.float()
    let main = try Samples.int8(parent: float)
    var target = main
    target.artifact.file = Samples.file("tiny-int8-openvino.onnx")
    target.measurements = [
      CheckedRulesTests.measurement(of: target, CheckedRulesTests.rules),
      Measurement(
        kind: .evaluate, artifact: target.artifact.file.digest,
        protocolParameters: ["runtime": .text("native")],
        metrics: [Metric(name: "ap", value: 0.2)]),
    ]
    var stranger = target
    stranger.artifact.file = Samples.file("other-int8-openvino.onnx")
    stranger.measurements = [CheckedRulesTests.measurement(of: stranger, CheckedRulesTests.rules)]
    stranger.parent?.identity = Samples.digest("another float model")
    let text = ModelCard(main, ancestors: [stranger, target, float, main]).text
    let row =
      "| `tiny-int8-openvino.onnx` | OpenVINO | 0.2000 | not measured | Darkroom's own engine | "
      + "checked by 2 rules: 1 run on the runtime, 1 read in documents |"
    #expect(text.contains("## For which runtime\n"))
    #expect(text.split(separator: "\n").contains { $0 == row }, "\(text)")
    #expect(!text.contains("other-int8-openvino.onnx"))
    #expect(!ModelCard(main, ancestors: [float, main]).text.contains("For which runtime"))
    // Its own card lists each rule with its source.
    let own = ModelCard(target, ancestors: [float]).text
    #expect(own.contains("| b: two | passed | read | https"))
    #expect(!own.contains("This file has not been measured."))
    target.measurements.removeLast()
    #expect(ModelCard(target).text.contains("This file has not been measured."))
  }
}
