import Graph
import ONNX
import Text

/// What a receiver demands of a model, each with what is to be done where it is not met.
enum SidecarDemand: Sendable {
  /// Class names.
  case labels
  /// Names of outputs, and of the nodes that give them, that can stand on lines of a file.
  case plainNames
  /// One input of images, [N, 3 or 1, H, W].
  case imageInput
  /// Values of float32, which the receiver makes of bytes itself.
  case floatInput
  /// Images whose channels are red, green, blue, where the receiver knows no other order.
  case redFirst
  /// A number of images of a run that is fixed.
  case fixedBatch
  /// Precisions that it reads, and why no others.
  case precision(Set<Precision>, reason: Lines)
  /// Metadata that describe heads.
  case heads
  /// Forms of outputs, by the names of `OutputForm`, the one to convert to first. A model whose
  /// metadata describe no heads is taken by the shapes of its outputs.
  case form([String], reading: Lines)

  /// Why a model does not meet it; nil where it does.
  func problem(of source: SidecarSource) -> PipelineError? {
    let path = source.path
    switch self {
    case .labels:
      return SidecarDemand.problem(ofLabels: source)
    case .plainNames:
      let outputs = source.interface.outputs
      guard
        let broken = (outputs.map(\.name) + outputs.compactMap(\.node)).first(where: {
          !$0.isOneLine
        })
      else { return nil }
      return .malformed(
        "\(path): has an output or a node that is called \(quoted(broken)), which has a line end; "
          + "rename it")
    case .imageInput:
      guard source.imageInput == nil else { return nil }
      guard !source.takesChannelsLast else {
        return .usage(
          "\(path): takes images with channels last, [N, H, W, C], but what is written here is for "
            + "[N, 3 or 1, H, W]; convert it\(with: .inputLayout, InputForm.Axes.nchw.rawValue)")
      }
      let found = source.interface.inputs.map(\.shapeText).joined(separator: ", ")
      return .usage(
        "\(path): takes \(found); what is written here is for one input of images, "
          + "[N, 3 or 1, H, W]")
    case .floatInput:
      guard let input = source.imageInput, input.element != .float32 else { return nil }
      return .usage(
        "\(path): takes \(input.element.rawValue) images, but the receiver gives it float32 of 0 to 1; "
          + "convert it\(with: .inputForm, InputForm.Numbers.float.rawValue)")
    case .redFirst:
      guard source.takesBGR else { return nil }
      return .usage(
        "\(path): takes images in BGR order, but the receiver gives it RGB and cannot be told "
          + "otherwise; convert it\(with: .inputOrder, InputForm.Order.rgb.rawValue)")
    case .fixedBatch:
      guard let input = source.imageInput, input.batch == nil else { return nil }
      return .usage(
        "\(path): takes any number of images at once, but the receiver needs to know how many; convert "
          + "it\(with: .batch, "1")")
    case .precision(let read, let reason):
      guard !read.contains(source.precision) else { return nil }
      return .usage(
        "\(path): is \(source.precision.title); \(reason); give the model "
          + (source.precision == .int8
            ? "that it was quantized from" : "converted\(with: .precision, "float32")"))
    case .heads:
      guard source.contract.heads.isEmpty else { return nil }
      return .usage(
        "\(path): says nothing of detection heads; name the cfg it was trained with"
          + "\(with: .contract)")
    case .form(let forms, let reading):
      guard let form = source.form, !forms.contains(form) else { return nil }
      return .usage(
        "\(path): has outputs of the form \(form), but \(reading); convert it"
          + "\(with: .heads, forms.first)")
    }
  }

  private static func problem(ofLabels source: SidecarSource) -> PipelineError? {
    guard !source.labels.isEmpty else {
      return .usage(
        "\(source.path): has no class names; give them\(with: .classNames, "FILE"), or convert it with "
          + "them")
    }
    guard let broken = source.labels.firstIndex(where: { !$0.isOneLine }) else { return nil }
    return .malformed(
      "\(source.path): the name of class \(broken), \(quoted(source.labels[broken])), has a line end; give "
        + "names of one line each\(with: .classNames, "FILE")")
  }
}

extension String {
  /// Whether it is one line in a file of names, whoever reads that.
  fileprivate var isOneLine: Bool {
    let ends = "\n\r\u{0}\u{B}\u{C}\u{1C}\u{1D}\u{1E}\u{85}\u{2028}\u{2029}"
    return !unicodeScalars.contains { ends.unicodeScalars.contains($0) }
  }
}

extension FileInterface.Tensor {
  /// For messages, for example `float32 [N, 3, 416, 416]`.
  var shapeText: String {
    guard let extents else { return "\(element.rawValue) of unknown shape" }
    let text = extents.map { $0.map(String.init) ?? "N" }.joined(separator: ", ")
    return "\(element.rawValue) [\(text)]"
  }
}

extension Precision {
  fileprivate var title: String {
    switch self {
    case .float32: "a float32 model"
    case .float16: "a float16 model"
    case .int8: "an INT8 model"
    }
  }
}
