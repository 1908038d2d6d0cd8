import Graph
import Testing
import Vision

extension Snippets {
  @Test func vision() throws {
    let photo = Sample.photo
    let output = folder.path("annotated.png")
    // snippet.show
    let image = try Image(contentsOf: photo)
    let candidates = [
      Detection(classIndex: 0, score: 0.9, box: Box(x: 20, y: 30, width: 60, height: 50)),
      Detection(classIndex: 0, score: 0.6, box: Box(x: 22, y: 31, width: 60, height: 50)),
    ]
    // Of boxes of one class that overlap by more than the threshold, the best stays.
    let placement = Placement.letterboxed(
      imageWidth: image.width, imageHeight: image.height, inputWidth: 160, inputHeight: 160)
    let kept = Vision.NonMaximumSuppression(threshold: 0.45).apply(
      to: candidates, placement: placement)
    try Annotator(names: ["circle"]).annotate(image, with: kept).write(to: output)
    // snippet.hide
    #expect(kept.map(\.score) == [0.9])
    #expect(try Image(contentsOf: output).width == image.width)
  }
}
