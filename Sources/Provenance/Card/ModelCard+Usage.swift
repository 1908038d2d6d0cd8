import Digests
import Text

extension ModelCard {
  /// What goes in and comes out, and how to try it.
  var usage: [String] {
    let artifact = record.artifact
    var lines: [String] = []
    for (head, tensors) in [("Input", artifact.inputs), ("Output", artifact.outputs)]
    where !tensors.isEmpty {
      lines += Markdown.table(
        [head, "Numbers", "Shape"],
        tensors.map { tensor in
          [
            Markdown.code(tensor.name), Markdown.text(tensor.elementType),
            tensor.shape.map { Markdown.text($0.description) }.joined(separator: " × "),
          ]
        })
      lines.append("")
    }
    let preprocessing = preprocessing
    if !preprocessing.isEmpty {
      lines += Markdown.table(["Preprocessing", ""], preprocessing) + [""]
    }
    let name = artifact.file.name
    guard artifact.file.mediaType == MediaType.onnx else { return lines.dropLast() }
    if record.tool.name == "darkroom" {
      let isClassifier = artifact.task == "image-classification"
      lines += [
        isClassifier
          ? "The file's own metadata say the rest: size and scale of images, how they are fitted into "
            + "the input, and classes. Usually the shorter side of an image becomes the input's width, "
            + "and the middle is taken. Classes come from:"
          : "The file's own metadata say the rest: size and scale of images, letterbox, anchors, "
            + "strides and classes. Boxes come from:", "",
      ]
      let verb = isClassifier ? "classify" : "detect"
      lines += Markdown.block(["darkroom \(verb) \(ModelCard.shell(name)) image.jpg"])
    }
    if let python = python(name) {
      lines +=
        (record.tool.name == "darkroom" ? [""] : []) + Markdown.block(python, language: "python")
    }
    return lines
  }

  /// How images became inputs when the model was calibrated and measured.
  private var preprocessing: [[String]] {
    var rows: [[String]] = []
    if let text = record.calibration?.preprocessing {
      rows.append(["Calibration", Markdown.text(text)])
    }
    for measurement in record.currentMeasurements {
      if let text = measurement.protocolParameters["preprocessing"]?.plainText {
        rows.append([Markdown.text(measurement.kind.rawValue), Markdown.text(text)])
      }
    }
    return rows
  }

  /// A run on an empty image; nil when an input is of a type that NumPy calls otherwise.
  ///
  /// Python spells texts in quotes as YAML does.
  private func python(_ name: String) -> [String]? {
    let types: Set = ["float32", "float16", "uint8", "int8", "int32", "int64"]
    let inputs = record.artifact.inputs
    guard !inputs.isEmpty, inputs.allSatisfy({ types.contains($0.elementType) }) else { return nil }
    let feeds = inputs.map { input -> String in
      let shape = input.shape.map { extent -> String in
        if case .fixed(let count) = extent { "\(count)" } else { "1" }
      }
      let tuple = shape.count == 1 ? "\(shape[0])," : shape.joined(separator: ", ")
      return "\(YAMLText.quoted(input.name)): numpy.zeros((\(tuple)), numpy.\(input.elementType))"
    }
    return [
      "import numpy, onnxruntime", "",
      "session = onnxruntime.InferenceSession(\(YAMLText.quoted(name)))",
      "outputs = session.run(None, {\(feeds.joined(separator: ", "))})",
    ]
  }

  /// A name as a shell takes it.
  private static func shell(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      switch Unicode.Scalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/": true
      default: false
      }
    }
    let isOption = name.utf8.first == UInt8(ascii: "-")
    if isPlain, !isOption, !name.isEmpty { return name }
    // By scalars: a quote with an accent after it still ends a text.
    let parts = name.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    let quoted = parts.map { String($0) }.joined(separator: "'\\''")
    return (isOption ? "./" : "") + "'\(quoted)'"
  }
}
