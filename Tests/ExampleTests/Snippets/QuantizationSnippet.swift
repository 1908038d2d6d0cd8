import Graph
import Quantization
import Testing
import Vision

extension Snippets {
  @Test func quantization() throws {
    let graph = try Sample.graph()
    let images = Sample.images
    // snippet.show
    struct Images: CalibrationSource {
      let paths: [String]
      let contract: InputContract
      var count: Int { paths.count }

      func input(at index: Int) throws(QuantizationError) -> [[Float]]? {
        let image = try? Image(contentsOf: paths[index])
        let fitted = image.flatMap {
          try? Preprocessing.usual(for: contract).apply(to: $0, input: contract)
        }
        return fitted.map { [$0.values] }
      }
    }

    guard let input = graph.contract.input else { return }
    let source = Images(paths: images, contract: input)
    let quantizer = try Quantizer(graph, options: QuantizationOptions(effort: .fast), threads: 2)
    let counts = try quantizer.calibrate(source)
    let quantized = try quantizer.quantize(counts: counts, source: source)
    for head in quantized.report.heads { print(head.name, head.sqnr ?? 0, "dB") }
    // snippet.hide
    #expect(quantized.report.heads.count == 2)
    #expect(quantized.artifact.precision == .int8)
  }
}
