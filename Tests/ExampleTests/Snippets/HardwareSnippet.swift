import Foundation
import Hardware
import ONNX
import Pipeline
import Quantization
import Testing

extension Snippets {
  @Test func hardware() throws {
    let float = folder.path("float.onnx")
    _ = try ONNXModel.write(try Sample.graph(), options: WriteOptions(opset: 13), to: float)
    let list = folder.path("images.txt")
    try Data(Sample.images.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: list))
    let path = folder.path("int8.onnx")
    var run = QuantizationRun(model: float)
    run.calibration = list
    run.options = QuantizationOptions(effort: .fast)
    _ = try run.run().write(to: .init(model: path))
    let output = folder.path("hardware")
    // snippet.show
    let export = HardwareExport(model: path, layout: try HardwareLayout(order: .nchw, block: 8))
    let summary = try export.write(to: output)
    for step in summary.network.steps { print(step.operation, step.multiplyAdds ?? 0) }
    // snippet.hide
    #expect(summary.fileCount > 3)
    #expect(summary.network.steps.contains { ($0.multiplyAdds ?? 0) > 0 })
  }
}
