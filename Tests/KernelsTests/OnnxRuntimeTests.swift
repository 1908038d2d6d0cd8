import Foundation
import TestSupport
import Testing

/// The kernels against ONNX Runtime on random numbers, many of them ties and near ties: not one
/// number differs.
@Suite struct OnnxRuntimeTests {
  @Test(
    "Quantized operators equal those of ONNX Runtime bit for bit",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func quantizedOperatorsAreThoseOfOnnxRuntime() throws {
    let result = try Peers.run("quantized_operators.py", ["7", "60"])
    #expect(result.status == 0, "\(result.errors)")
    let decoder = JSONDecoder()
    let cases = try result.output.split(separator: "\n").map {
      try decoder.decode(OperatorCase.self, from: Data($0.utf8))
    }
    #expect(Set(cases.map(\.operator)).count == 13)
    for path in Path.all {
      path.run { _ in
        for (index, one) in cases.enumerated() {
          #expect(
            one.computed() == one.y,
            "\(path.testDescription): case \(index), \(one.operator), signed \(one.signed)")
        }
      }
    }
  }
}
