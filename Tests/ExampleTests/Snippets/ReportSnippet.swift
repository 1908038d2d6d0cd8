import Evaluation
import Pipeline
import Report
import Testing

extension Snippets {
  @Test func report() throws {
    let images = [Sample.photo]
    let model = Sample.cfg
    let weights = Sample.weights
    // snippet.show
    let run = try DetectionRun(
      model: try Model.load(path: model, weights: weights), names: nil,
      options: Detector.Options())
    let found = try run.run(on: images, annotatedTo: nil)
    // Inputs may also be the JSON files that commands write: ReportSources(paths:).
    let sources = try ReportSources([(.detections(found.report), "detections")])
    let html = try ReportPage(sources, title: "What was found").html()
    // snippet.hide
    #expect(html.contains("<h1>What was found</h1>"))
    try folder.file("report.html", html)
  }
}
