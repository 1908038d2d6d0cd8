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
      .labels, .imageInput, .floatInput, .fixedBatch,
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
    let entries: [(key: String, value: PythonValue)] = [
      ("description", .text("\(source.name), made by \(source.contract.producer)")),
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
    var missing: [ModelInterface.Property] = []
    for (key, value) in entries {
      let there = source.interface.properties.filter { $0.key == key }
      let text = value.property
      guard there.isEmpty || there.allSatisfy({ $0.text == text }) else {
        throw PipelineError.usage(
          "\(source.path): has a property \(key) already, \(quoted(there[0].text)), where \(quoted(text)) "
            + "would be written; it was made for Ultralytics by another program, so leave it as it is")
      }
      if there.isEmpty { missing.append(ModelInterface.Property(key, text)) }
    }
    return Sidecar(
      files: [
        SidecarFile(source.modelFile, .model(adding: missing)), source.labelsFile,
        SidecarFile("metadata.yaml", lines: entries.flatMap { $1.yaml($0) }),
      ], notes: notes)
  }
}

/// A value as Python writes it, and as YAML.
private indirect enum PythonValue {
  case text(String)
  case whole(Int)
  case boolean(Bool)
  case list([PythonValue])
  /// A dictionary with the positions as keys.
  case numbered([String])
  case members([(String, PythonValue)])

  /// As `str()` gives it: what a property holds.
  var property: String { if case .text(let text) = self { text } else { literal } }

  /// As `repr()` gives it.
  private var literal: String {
    switch self {
    case .text(let text): PythonText.quoted(text)
    case .whole(let number): "\(number)"
    case .boolean(let value): value ? "True" : "False"
    case .list(let values): "[" + values.map(\.literal).joined(separator: ", ") + "]"
    case .numbered(let texts):
      "{"
        + texts.enumerated().map { "\($0): \(PythonText.quoted($1))" }.joined(separator: ", ") + "}"
    case .members(let members):
      "{"
        + members.map { "\(PythonText.quoted($0)): \($1.literal)" }.joined(separator: ", ") + "}"
    }
  }

  /// Under a key, on lines of its own.
  func yaml(_ key: String, indent: String = "") -> [String] {
    let head = "\(indent)\(key):"
    switch self {
    case .text(let text): return ["\(head) \(YAMLText.quoted(text))"]
    case .whole(let number): return ["\(head) \(number)"]
    case .boolean(let value): return ["\(head) \(value)"]
    case .list(let values): return ["\(head) [\(values.map(\.literal).joined(separator: ", "))]"]
    case .numbered(let texts):
      return [head]
        + texts.enumerated().map { "\(indent)  \($0): \(YAMLText.quoted($1))" }
    case .members(let members):
      return [head] + members.flatMap { $1.yaml($0, indent: indent + "  ") }
    }
  }
}
