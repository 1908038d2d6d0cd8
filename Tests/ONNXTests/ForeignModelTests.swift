import Foundation
import Graph
import ONNX
import TestSupport
import Testing

/// Models as other programs write them, made with the `onnx` package.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct ForeignModelTests {
  private static func models() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let result = try Peers.run("foreign_models.py", [folder.url.path])
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    return folder
  }

  /// What is read is the same function: written again, ONNX Runtime gives the same outputs.
  @Test("A foreign model written again gives the same outputs in ONNX Runtime")
  func soundModelsKeepTheirMeaning() throws {
    let folder = try Self.models()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0.hasPrefix("good_") }.sorted()
    #expect(names.count == 17)
    var pairs: [(name: String, original: String, ours: String)] = []
    for name in names {
      let original = folder.path(name)
      let graph = try ONNXModel.read(path: "\(original)/model.onnx")
      try graph.validate()
      // float16 in and out is the one thing that is not kept.
      if name == "good_half" {
        #expect(graph[graph.inputs[0]].type.element == .float32)
        continue
      }
      let ours = folder.path("ours_\(name)")
      try FileManager.default.createDirectory(atPath: ours, withIntermediateDirectories: true)
      _ = try ONNXModel.write(graph, to: "\(ours)/model.onnx")
      #expect(graph.inputs.map { graph[$0].name } == ["x"])
      #expect(graph.outputs.map { graph[$0].name } == ["y"])
      let x = Dense.noise(graph[graph.inputs[0]].type.shape.dimensions)
      for place in [original, ours] {
        try x.elements.withUnsafeBytes {
          try Data($0).write(to: URL(fileURLWithPath: "\(place)/input_0.f32"))
        }
      }
      pairs.append((name, original, ours))
    }
    let result = try Peers.run("check_model.py", pairs.flatMap { [$0.original, $0.ours] })
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for (name, original, ours) in pairs {
      for file in ["output_0.f32", "shapes.txt"] {
        let (a, b) = (
          FileManager.default.contents(atPath: "\(original)/\(file)"),
          FileManager.default.contents(atPath: "\(ours)/\(file)")
        )
        #expect(a != nil && a == b, "\(name)")
      }
    }
  }

  @Test("Activations composed by other exporters become one node")
  func activationsOfOthersBecomeOneNode() throws {
    let folder = try Self.models()
    let graph = try ONNXModel.read(path: folder.path("good_free_batch/model.onnx"))
    #expect(graph.isBatchDynamic)
    #expect(graph.nodes.compactMap { ($0.operation as? Unary)?.function } == [.swish])
  }

  @Test("Invalid and unsupported models are refused, each with what is wrong and where")
  func unsoundModelsGetAnErrorThatSaysWhatAndWhere() throws {
    let expected: [String: (ONNXError) -> Bool] = [
      "operators": {
        $0
          == .unsupportedOperators([
            UnsupportedOperator(node: "first", type: "Sin", domain: ""),
            UnsupportedOperator(node: "b", type: "Sin", domain: ""),
            UnsupportedOperator(node: "third", type: "Inverse", domain: "com.microsoft"),
          ])
      },
      "external": { if case .externalData("w", _) = $0 { true } else { false } },
      "dangling": { $0 == .danglingInput(node: "n", operator: "Add", value: "z") },
      "order": { $0 == .notSorted(node: "late", value: "a", producer: "early") },
      "cycle": { $0 == .notSorted(node: "one", value: "b", producer: "two") },
      "tensor_size": {
        guard case .tensorSize("w", _, 8, 7) = $0 else { return false }
        return true
      },
      "element_type": { $0 == .elementType(tensor: "w", found: 11) },
      "huge_shape": { if case .shape("w", _) = $0 { true } else { false } },
      "empty_extents": { if case .shape("w", _) = $0 { true } else { false } },
      "shape": { if case .operands("conv", "Conv", _) = $0 { true } else { false } },
      "output_shape": { if case .shape("y", _) = $0 { true } else { false } },
      "free_extent": { if case .shape("x", _) = $0 { true } else { false } },
      "attribute_value": {
        if case .attribute("pool", "MaxPool", "auto_pad", _) = $0 { true } else { false }
      },
      "attribute_type": {
        if case .attribute("soft", "Softmax", "axis", _) = $0 { true } else { false }
      },
      "attribute_name": {
        if case .attribute("relu", "Relu", "slope", _) = $0 { true } else { false }
      },
      "parameter": { if case .operands("reshape", "Reshape", _) = $0 { true } else { false } },
      "float_filters": { if case .operands("conv", "QLinearConv", _) = $0 { true } else { false } },
      "zero_point_type": {
        if case .operands("n", "QLinearSigmoid", _) = $0 { true } else { false }
      },
      "indices": { if case .operands("n", "Add", _) = $0 { true } else { false } },
      "table_by_numbers": { if case .operands("n", "Gather", _) = $0 { true } else { false } },
      "table_size": { if case .operands("n", "Gather", _) = $0 { true } else { false } },
      "zero_point_count": {
        if case .operands("n", "DequantizeLinear", _) = $0 { true } else { false }
      },
      "float8": {
        if case .attribute("n", "QuantizeLinear", "output_dtype", _) = $0 { true } else { false }
      },
      "blocks": {
        if case .attribute("n", "DequantizeLinear", "block_size", _) = $0 { true } else { false }
      },
      "channels_last": {
        if case .attribute("n", "QLinearGlobalAveragePool", "channels_last", _) = $0 {
          true
        } else {
          false
        }
      },
      "operand_count": { if case .operands("n", "QLinearSigmoid", _) = $0 { true } else { false } },
      "resize": { if case .attribute("y", "Resize", "mode", _) = $0 { true } else { false } },
      "duplicate": { $0 == .duplicateValue(name: "y") },
      "output": { $0 == .missingOutput(name: "z") },
      "opset": { $0 == .opset(found: 6) },
      "missing_opset": { $0 == .missingOpset },
      "ir": { $0 == .irVersion(found: 2) },
      "metadata": { if case .metadata("darkroom.heads", _) = $0 { true } else { false } },
    ]
    let folder = try Self.models()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0.hasPrefix("bad_") }.map { String($0.dropFirst(4).dropLast(5)) }
    #expect(Set(names) == Set(expected.keys))
    for (name, isExpected) in expected {
      let error = #expect(throws: ONNXError.self, "\(name)") {
        try ONNXModel.read(path: folder.path("bad_\(name).onnx"))
      }
      if let error { #expect(isExpected(error), "\(name): \(error)") }
    }
  }
}
