import JSON
import Pipeline
import Testing
import Vision

struct RecordedParametersTests {
  @Test(
    "A quantization records how images were fitted, whichever way a caller chose",
    arguments: [
      (nil, "letterbox", nil), (Preprocessing.letterbox(value: 0), "letterbox", 0),
      (.letterbox(value: 127), "letterbox", 127), (.stretch, "stretch", nil),
      (.stretchHalfPixel, "stretch-half-pixel", nil),
    ] as [(Preprocessing?, String, Int?)])
  func fitting(preprocessing: Preprocessing?, resize: String, fill: Int?) {
    var run = QuantizationRun(model: "x.onnx")
    run.preprocessing = preprocessing
    let parameters = run.command.parameters
    #expect(parameters["resize"] == .text(resize))
    #expect(parameters["fill"] == fill.map { .whole($0) } ?? .null)
  }
}
