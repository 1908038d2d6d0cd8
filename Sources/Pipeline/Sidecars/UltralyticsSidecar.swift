import Graph
import ONNX
import Text

/// What Ultralytics' `AutoBackend` reads: properties within the ONNX file, and the same as
/// `metadata.yaml` for what the file is converted to.
///
/// Source: https://github.com/ultralytics/ultralytics 8.4.190, `engine/exporter.py` (what is written)
/// and `nn/backends/base.py` (what is read: integers, and literals of Python).
enum UltralyticsSidecar {
  static let receiver = SidecarReceiver(
    name: "ultralytics", purpose: "Ultralytics' YOLO class, and what reads its exports",
    demands: [
      .labels, .imageInput, .floatInput, .redFirst, .fixedBatch,
      .form(["yolov8"], reading: "Ultralytics reads one output [N, 4 + classes, B]"),
    ], options: [], make: make)

  private static let layout = SidecarLayout(
    axes: "[N, 4 + classes, B]", axis: 1, extent: { 4 + $0 })
  /// The largest stride of the networks that say nothing of heads.
  private static let usualStride = 32

  private static func make(
    _ source: SidecarSource, _ inputs: SidecarInputs
  ) throws -> Sidecar {
    guard let input = source.imageInput else { return Sidecar() }
    let notes = try layout.check(
      source, rows: "centre x, y, width, height in pixels of the input, and a score for each class",
      remedy: "yolov8")
    let strides = source.contract.heads.map { input.width / max($0.gridWidth, 1) }
    let maker = source.contract.producer
    let entries: [(key: String, value: PythonValue)] = [
      ("description", .text(source.name + (maker.isEmpty ? "" : ", made by \(maker)"))),
      ("stride", .whole(strides.max() ?? usualStride)),
      ("task", .text("detect")),
      // Of a model with a free batch it expects that height and width are free too.
      ("batch", .whole(input.batch ?? 1)),
      ("imgsz", .list([.whole(input.height), .whole(input.width)])),
      ("names", .numbered(source.labels)),
      ("args", .members([("dynamic", .boolean(false)), ("nms", .boolean(false))])),
      ("channels", .whole(input.channels)),
      ("end2end", .boolean(false)),
    ]
    var missing: [FileInterface.Property] = []
    for (key, value) in entries {
      let there = source.interface.properties.filter { $0.key == key }
      let text = value.property
      if let other = there.first(where: { $0.text != text }) {
        throw PipelineError.usage(
          "\(source.path): has the property \(key) already, \(quoted(other.text)), where "
            + "\(quoted(text)) would be written; it was made for Ultralytics by another program, so "
            + "leave it as it is")
      }
      if there.isEmpty { missing.append(FileInterface.Property(key, text)) }
    }
    return Sidecar(
      files: [
        SidecarFile(source.modelFile, .model(adding: missing)), source.labelsFile,
        SidecarFile("metadata.yaml", lines: entries.flatMap { $1.yaml($0) }),
      ], notes: notes)
  }
}
