import Digests
import Evaluation
import Foundation
import Graph
import TestSupport
import Vision

/// JSON of every kind about a float and an INT8 model, in a folder of its own.
struct SampleInputs {
  /// A text that is dangerous where it is not escaped.
  static let dangerous = "<script>alert(1)</script>\"'&"

  let folder: WorkFolder
  /// What every name, label and sentence is.
  let name: String

  /// Writes all files.
  init(name: String = "star") throws {
    folder = try WorkFolder()
    self.name = name
    try folder.file("image.jpg", Data(Self.image().encoded(as: .jpeg)))
    for (precision, shift) in [(Precision.float32, 0.0), (.int8, 6)] {
      let label = precision.rawValue
      try write("evaluate-\(label).json", report(precision, shift))
      try folder.file("detect-\(label).json", detections(precision, count: shift > 0 ? 1 : 2))
      try folder.file("profile-\(label).json", profile(precision, shift > 0 ? 2.25 : 4.5))
    }
    try write("compare.json", comparison)
    try folder.file("quantize.json", quantization)
    try folder.file("convert.json", conversion)
    for (file, text) in [
      ("evaluate", text(report(.int8, 12))), ("detect", detections(.int8, count: 3)),
      ("profile", profile(.int8, 2.75)), ("compare", text(comparison)),
    ] {
      try folder.file("\(file)-baseline.json", ofBaseline(text, isComparison: file == "compare"))
    }
  }

  /// What a command wrote, of another INT8 model; or of the same one with another beside it.
  private func ofBaseline(_ text: String, isComparison: Bool) -> String {
    func other(_ text: String) -> String {
      text.replacingOccurrences(
        of: "\(Self.digest("8"))", with: String(repeating: "9", count: 64)
      ).replacingOccurrences(of: "-int8.onnx", with: "-base.onnx")
    }
    guard isComparison else { return other(text) }
    let head = self.text(
      ComparisonReport.Head(name: name, sqnr: 21.5, cosine: 0.99, maxError: 3))
    let agreement = self.text(DetectionAgreement())
    let baseline =
      "{\"model\":\(other(self.text(model(.int8)))),\"heads\":[\(head)],\"headsSQNR\":21.5,"
      + "\"detections\":\(agreement)}"
    return String(text.dropLast()) + ",\"headsSQNR\":28.25,\"baseline\":\(baseline)}"
  }

  /// The names of the files of all models but the comparison of two, and of those of a baseline.
  static let three = (
    files: all.filter { $0 != "compare.json" } + ["compare-baseline.json"],
    baseline: ["evaluate-baseline.json", "detect-baseline.json", "profile-baseline.json"]
  )

  /// The names of all files.
  static let all = [
    "evaluate-float32.json", "evaluate-int8.json", "compare.json", "quantize.json",
    "detect-float32.json", "detect-int8.json", "convert.json", "profile-float32.json",
    "profile-int8.json",
  ]

  /// The paths of files.
  func paths(_ names: [String] = all) -> [String] { names.map(folder.path) }

  private func write(_ file: String, _ value: some Encodable) throws {
    try folder.file(file, try JSONEncoder().encode(value))
  }

  private static func image() throws -> Image {
    try Image(width: 800, height: 600, filledWith: Color(red: 90, green: 140, blue: 60))
  }

  private static func digest(_ text: String) -> Digest { Digest(of: Array(text.utf8)) }

  func model(_ precision: Precision) -> ModelRecord {
    ModelRecord(
      file: FileDigest(
        path: "/home/someone/\(name)-\(precision.rawValue).onnx",
        digest: Self.digest(precision == .int8 ? "8" : "f")),
      bytes: precision == .int8 ? 150_000 : 450_000, precision: precision,
      sources: [
        "cfg": String(repeating: "c", count: 64), "weights": String(repeating: "b", count: 64),
      ])
  }

  /// An evaluation of two images; detections are shifted by pixels.
  func report(_ precision: Precision, _ shift: Double) -> EvaluationReport {
    let objects = (0..<6).map { (index: Int) -> GroundTruth.Object in
      GroundTruth.Object(
        id: index + 1, imageID: index % 2 + 1, categoryID: index % 3 + 1,
        box: ObjectBox(x: Double(index) * 60, y: 10, width: 50, height: 50), area: 2500)
    }
    let truth = GroundTruth(
      images: [.init(id: 1), .init(id: 2)],
      categories: (1...3).map { .init(id: $0, name: "\(name) \($0)") }, objects: objects)
    let boxes = objects.map { (object: GroundTruth.Object) -> ScoredBox in
      var box = object.box
      box.x += shift
      return ScoredBox(
        imageID: object.imageID, categoryID: object.categoryID, box: box,
        score: 0.9 - Double(object.id) / 100)
    }
    let subject = EvaluationSubject(
      model: model(precision),
      annotations: FileDigest(
        path: "/data/\(name).json", digest: Self.digest("a")),
      runtime: name)
    return EvaluationReport(
      EvaluationShard(
        truth: truth, results: ResultSet(boxes), subject: subject,
        detectionProtocol: EvaluationProtocol()), bootstrap: Bootstrap(resamples: 20))
  }

  var comparison: ComparisonReport {
    ComparisonReport(
      models: [model(.float32), model(.int8)], protocol: EvaluationProtocol(),
      images: [.init(path: "/data/\(name).jpg", detections: DetectionAgreement(), sqnr: 25)],
      heads: [.init(name: name, sqnr: 28.25, cosine: 0.99931, maxError: 1.5)],
      layers: [
        .init(index: 3, name: name, sqnr: 19.5, cosine: 0.99, maxError: 2),
        .init(index: 0, name: name, sqnr: 40.25, cosine: 0.999, maxError: 1),
      ], layerImages: 1, detections: DetectionAgreement(),
      verdict: .init([
        .init(name: "sqnr", found: 28.25, minimum: 20, passed: true),
        .init(name: "f1", found: 0.5, minimum: 0.95, passed: false),
      ]), findings: ["Found: \(name)"])
  }

  private func text(_ value: some Encodable) -> String {
    String(decoding: (try? JSONEncoder().encode(value)) ?? Data(), as: UTF8.self)
  }

  func detections(_ precision: Precision, count: Int) -> String {
    let objects = (0..<count).map { (index: Int) -> String in
      let left = index * 300 + 20
      return
        #"{"class":\#(index),"label":\#(text(name)),"score":0.8125,"box":[\#(left),50,200,300]}"#
    }
    let path = text(folder.path("image.jpg"))
    let found = objects.joined(separator: ",")
    return #"""
      {"schemaVersion":1,"model":\#(text(model(precision))),
       "images":[{"path":\#(path),"width":800,"height":600,"detections":[\#(found)]}]}
      """#
  }

  func profile(_ precision: Precision, _ milliseconds: Double) -> String {
    #"""
    {"schemaVersion":1,"model":\#(text(model(precision))),"milliseconds":\#(milliseconds),
     "threads":2,"instructionSet":\#(text(name)),"steps":[{"name":\#(text(name)),
     "milliseconds":1.5,"multiplyAdds":10,"gigaflops":3}]}
    """#
  }

  var quantization: String {
    let digest = String(repeating: "8", count: 64)
    return #"""
      {"schemaVersion":1,"network":"\#(String(repeating: "e", count: 64))",
       "preprocessing":\#(text(name)),"pictures":{"used":60,"skipped":1,"repeated":2},
       "model":{"path":\#(text(name)),"bytes":150000,"sha256":"\#(digest)","opset":13},
       "quantization":{"schemaVersion":1,"steps":[\#(text(name))],"measuredPictures":15,
        "heads":[{"name":\#(text(name)),"sqnr":28.5}],"headsSQNR":28.5,
        "tensors":[{"name":\#(text(name)),"layer":0,"minimum":-1,"maximum":9,"lower":-0.5,
          "upper":6,"scale":0.1,"zeroPoint":0,"clippedFraction":0.00125,"sqnr":31.75,
          "histogram":{"lower":-1,"upper":9,"counts":[0,5,900,40000,800,30,1]}},
         {"name":"plain","minimum":0,"maximum":1,"lower":0,"upper":1,"scale":0.1,"zeroPoint":0,
          "clippedFraction":0}],
        "layers":[{"name":\#(text(name)),"layer":0,"smallestScale":1,"largestScale":2,
          "weightSQNR":44.5,"outputSQNR":41.5,"raisedChannels":0}],
        "islands":[{"name":\#(text(name)),"operation":\#(text(name))}],"notes":[\#(text(name))]}}
      """#
  }

  var conversion: String {
    let digest = String(repeating: "f", count: 64)
    let cfg = String(repeating: "c", count: 64)
    return #"""
      {"schemaVersion":1,"model":{"path":\#(text(name)),"sha256":"\#(digest)","bytes":450000,
       "opset":13},"sources":{"cfg":"\#(cfg)","weights":\#(text(name))}}
      """#
  }
}
