import Pipeline
import Testing
import Vision

extension Snippets {
  @Test func pipeline() throws {
    let cfg = Sample.cfg
    let weights = Sample.weights
    let names = Sample.names
    let output = folder.path("shapes.onnx")
    let photo = Sample.photo
    // snippet.show
    let conversion = Conversion(cfg: cfg, weights: weights, names: names)
    let summary = try conversion.run().write(to: output)
    print(summary.text)

    let detector = try Detector(try Model.load(path: output))
    for object in try detector.detections(in: Image(contentsOf: photo)) {
      print(object.classIndex, object.score, object.box)
    }
    // snippet.hide
    #expect(try folder.entries() == ["shapes.onnx", "shapes.onnx.provenance.json"])
    #expect(try !detector.detections(in: Image(contentsOf: photo)).isEmpty)
  }
}
