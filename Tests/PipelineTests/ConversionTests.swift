import Engine
import Foundation
import Graph
import ONNX
import TestSupport
import Testing

/// Converted models against darknet, the ONNX checker and ONNX Runtime.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct ConversionTests {
  /// |found - expected| <= 1e-4 max(1, |expected|): the same floats are added in another order.
  static let tolerance: Float = 1e-4

  @Test("The ONNX checker and ONNX Runtime accept every converted model")
  func theCheckerAndTheRuntimeAcceptEveryModel() throws {
    #expect(try ConvertedModels.shared.get().complaints == "")
  }

  @Test("ONNX Runtime computes what darknet computes", arguments: ConversionCase.models)
  func theRuntimeComputesWhatDarknetComputes(item: ConversionCase) throws {
    let folder = try ConvertedModels.shared.get().folder(item.description, "raw")
    for (index, layer) in try item.outputLayers().enumerated() {
      let expected = try #require(item.layers.layer(layer.index))
      let found = try folder.floats("output_\(index).f32")
      let agreement = Agreement(found, expected)
      #expect(agreement.error <= Self.tolerance, "output \(index): \(agreement)")
    }
  }

  /// At float16 the engine computes in float32 from the rounded weights. ONNX Runtime mostly does
  /// the same (3e-5 on the large models), but in the small shapes model it rounds activations to 11
  /// bits between layers too: 20 roundings of up to 2.4e-4 of the value each.
  static let halfTolerance: Float = 20 * 2.5e-4

  @Test("The engine agrees with ONNX Runtime on the written file", arguments: ConversionCase.all)
  func theEngineAgreesWithTheRuntimeOnTheFile(item: ConversionCase) throws {
    for form in try Form.all(for: item) {
      let folder = try ConvertedModels.shared.get().folder(item.description, form.name)
      let graph = try ONNXModel.read(path: folder.file("model.onnx"))
      try graph.validate()
      let plan = try Plan(
        graph, batch: graph.isBatchDynamic ? form.images : nil, exact: true)
      let outputs = try Session(plan).run([folder.floats("input_0.f32")])
      let tolerance = form.name == "half" ? Self.halfTolerance : Self.tolerance
      for (index, output) in outputs.enumerated() {
        let agreement = Agreement(output, try folder.floats("output_\(index).f32"))
        #expect(agreement.error <= tolerance, "\(form.name) output \(index): \(agreement)")
      }
    }
  }

  @Test(
    "Non-maximum suppression in the model picks the boxes",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func suppressionPicksBoxes() throws {
    let folder = try ConvertedModels.shared.get().folder("yolov4-tiny/golden-dog", "nms")
    let rows = try folder.floats("output_2.f32")
    // At least a bicycle (class 1), a car (2) and a dog (16), as darknet finds them.
    let classes = Set(stride(from: 1, to: rows.count, by: 3).map { rows[$0] })
    #expect(classes.isSuperset(of: [1, 2, 16]))
  }

  @Test("Decoded heads equal those of an independent decoder")
  func decodedHeadsAreThoseOfAnIndependentDecoder() throws {
    let models = try ConvertedModels.shared.get()
    let items = try ConversionCase.all.filter { try $0.isDetector() }
    #expect(items.count >= (Fixtures.shared == nil ? 10 : 20))
    let arguments = items.map { item in
      "\(models.folder(item.description, "decoded").path):\(item.cfg):\(item.layers.path)"
    }
    let result = try Peers.run("decode_heads.py", arguments)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == items.count)
    for line in lines {
      let errors = line.split(separator: " ").dropFirst().compactMap { Float($0) }
      #expect(errors.count == 2 && errors.allSatisfy { $0 <= Self.tolerance }, "\(line)")
    }
  }
}
