import Foundation
import Graph
import ONNX
import TestSupport
import Testing

/// `onnx.checker` on what is written, and ONNX Runtime against formulas.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct PeerTests {
  /// One way of writing a sample.
  struct Variant {
    let name: String
    let options: WriteOptions
    var batch: Int?
    /// Of max(1, |expected|): a few roundings in a row, of 24 or 11 bits.
    let tolerance: Float
  }

  @Test("ONNX Runtime computes the formulas of all functions") func runtimeComputesTheFormulas()
    throws
  {
    let single: Float = 2e-5
    let variants = [
      Variant(name: "13", options: WriteOptions(), tolerance: single),
      Variant(name: "18", options: WriteOptions(opset: 18), tolerance: single),
      Variant(name: "22", options: WriteOptions(opset: 22), tolerance: single),
      Variant(name: "batch", options: WriteOptions(), batch: 5, tolerance: single),
      Variant(
        name: "half", options: WriteOptions(precision: .float16), tolerance: 0.02),
    ]
    let folder = try TemporaryFolder()
    var cases: [(sample: Sample, variant: Variant, folder: URL, expected: [Dense])] = []
    for sample in Samples.all + special {
      for variant in variants {
        // What jumps cannot be compared where x itself is rounded, and formulas of samples with
        // constants know one batch.
        if variant.name == "half", ["floor", "stair", "cast"].contains(sample.name) { continue }
        // Scales and zero points are not for float16.
        if variant.name == "half", sample.name.hasPrefix("quantized") { continue }
        let isFunction = Samples.functions.contains { $0.name == sample.name }
        if variant.batch != nil, !isFunction { continue }
        let name = "\(sample.name)-\(variant.name)"
        let place = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        var shape = sample.input
        if let batch = variant.batch { shape[0] = batch }
        let x = Dense.noise(shape, seed: 11)
        try write(x, to: place.appendingPathComponent("input_0.f32"))
        let graph = try sample.graph(batchIsDynamic: variant.batch != nil)
        let path = place.appendingPathComponent("model.onnx").path
        _ = try ONNXModel.write(graph, options: variant.options, to: path)
        cases.append((sample, variant, place, sample.expected(x)))
      }
    }
    let result = try Peers.run("check_model.py", cases.map(\.folder.path))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for (sample, variant, place, expected) in cases {
      let shapes = try String(
        contentsOf: place.appendingPathComponent("shapes.txt"), encoding: .utf8)
      let names = try expected.map { try Shape($0.shape).description }
      #expect(shapes.split(separator: "\n").map(String.init) == names, "\(sample.name)")
      for (index, output) in expected.enumerated() {
        let found = try read(place.appendingPathComponent("output_\(index).f32"))
        #expect(found.count == output.elements.count)
        for (mine, theirs) in zip(output.elements, found)
        where !(abs(mine - theirs) <= variant.tolerance * max(1, abs(mine))) {
          Issue.record("\(sample.name), \(variant.name): \(theirs) instead of \(mine)")
          break
        }
      }
    }
  }

  @Test("Detectors pass the ONNX checker") func detectorsPassTheChecker() throws {
    let folder = try TemporaryFolder()
    var places: [String] = []
    for precision in FloatPrecision.allCases {
      for isDynamic in [false, true] {
        for opset in [13, 22] {
          let place = folder.url.appendingPathComponent("\(precision)-\(isDynamic)-\(opset)")
          try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
          var graph = try Detector.graph()
          graph.isBatchDynamic = isDynamic
          let options = WriteOptions(opset: opset, precision: precision)
          let path = place.appendingPathComponent("model.onnx").path
          _ = try ONNXModel.write(graph, options: options, to: path)
          let batch = isDynamic ? 3 : 1
          try write(
            .noise([batch, 3, 16, 24]), to: place.appendingPathComponent("input_0.f32"))
          places.append(place.path)
        }
      }
    }
    let result = try Peers.run("check_model.py", places)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let shapes = try String(
      contentsOf: folder.url.appendingPathComponent("float16-true-13/shapes.txt"), encoding: .utf8)
    #expect(shapes == "3x21x4x6\n3x27x8x12\n")
  }

  /// The format of `docs/formats.md`, as Python reads it.
  @Test("Python reads the metadata by its documented format") func metadataIsReadableElsewhere()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("model.onnx")
    _ = try ONNXModel.write(try Detector.graph(), to: path)
    let result = try Peers.run("show_metadata.py", [path])
    #expect(result.status == 0, "\(result.errors)")
    let expected = try String(
      contentsOf: Fixtures.root.appendingPathComponent("Tests/Peers/expected_metadata.txt"),
      encoding: .utf8)
    #expect(result.output == expected)
  }

  /// What only runtimes refuse or get wrong, so that comparing graphs does not show it.
  private var special: [Sample] {
    let wide = Window(
      kernel: Extent2D(2), stride: Extent2D(3),
      padding: Padding2D(top: 0, left: 0, bottom: 2, right: 2))
    let dilated = Window(
      kernel: Extent2D(2), padding: Padding2D(1), dilation: Extent2D(2))
    return [
      Sample("wide_padding", [2, 2, 5, 5], MaxPool(window: wide)) { x in
        [Samples.pooled(x, wide) { $0.max() ?? 0 }]
      },
      Sample("dilated_average", [2, 2, 5, 5], AveragePool(window: dilated)) { x in
        [Samples.pooled(x, dilated) { $0.reduce(0, +) / Float($0.count) }]
      },
      Sample(
        "outputs", [2, 3],
        build: { graph, x in
          let y = try graph.add(Unary(.relu), [x], name: "y")
          return [y, x, y, graph.addConstant("c", Tensor(scalar: Float(2)))]
        },
        expected: { x in
          let y = Dense(x.shape) { max(x[$0], 0) }
          return [y, x, y, Dense([], [2])]
        }),
    ]
  }

  private func write(_ values: Dense, to url: URL) throws {
    try values.elements.withUnsafeBytes { try Data($0).write(to: url) }
  }

  private func read(_ url: URL) throws -> [Float] {
    let data = try Data(contentsOf: url)
    return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }
}
