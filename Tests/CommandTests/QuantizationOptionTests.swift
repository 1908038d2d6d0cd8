import JSON
import Provenance
import Quantization
import TestSupport
import Testing

@Suite("Options of quantize")
struct QuantizationOptionTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A value other than the default.
  private static func other(_ option: QuantizationOption) -> QuantizationOption.Value {
    let usual = option.value(in: QuantizationOptions(effort: .fast))
    let values: [QuantizationOption.Value] =
      switch option.form {
      case .choice(let words): words.map { .choice($0) }
      case .flag: [.flag(true), .flag(false)]
      case .number(let range): [.number((range.lowerBound + range.upperBound) / 2)]
      case .whole: [.whole(1)]
      }
    return values.first { $0 != usual } ?? usual
  }

  @Test(
    "Each option of the table is one of the command, and the record states what was given",
    arguments: QuantizationOption.all.filter(\.isOffered).map(\.name))
  func command(name: String) throws {
    let option = try #require(QuantizationOption.all.first { $0.name == name })
    let value = QuantizationOptionTests.other(option)
    let dashed = "--" + name.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
    var arguments: [String]
    let expected: JSONValue
    switch value {
    case .choice(let word): (arguments, expected) = ([dashed, word], .text(word))
    case .number(let number): (arguments, expected) = ([dashed, "\(number)"], .real(number))
    case .whole(let number): (arguments, expected) = ([dashed, "\(number)"], .whole(number))
    case .flag(true): (arguments, expected) = ([dashed], .boolean(true))
    case .flag(false):
      (arguments, expected) = (["--no-" + dashed.dropFirst(2)], .boolean(false))
    case .automatic:
      Issue.record("there is no value to try")
      return
    }
    // What goes with it.
    switch name {
    case "qdq", "bias", "w8a16Layers": arguments += ["--format", "qdq"]
    case "percentile": arguments += ["--ranges", "percentile"]
    default: break
    }
    let quantize = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-o", "q.onnx"]
    let outcome = try folder.darkroom(quantize + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    let record = try ProvenanceRecord(contentsOf: folder.path("q.onnx.provenance.json"))
    #expect(record.command.parameters[name] == expected)
  }
}
