import Files
import Graph
import ONNX
import Text

/// What files about a model are made of: what its file and its metadata say.
struct SidecarSource: Sendable {
  /// The file as the caller named it.
  var path: String
  /// What the file says of inputs and outputs.
  var interface: FileInterface
  /// What the metadata say.
  var contract: ModelContract
  /// What the outputs are, by the name of an `OutputForm`; nil where the metadata do not say.
  var form: String?
  /// What the model computes with.
  var precision: Precision
  /// The class names, by class; empty where they are not known.
  var labels: [String]

  /// What the model is called in files and among the models of a server: the name of its file without
  /// the ending, in letters that need no quotes anywhere.
  var name: String {
    let file = Folder.name(of: path)
    let stem = file.lowercased().hasSuffix(".onnx") ? String(file.dropLast(5)) : file
    let plain = stem.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    let isName = plain.first.map { !"._-".contains($0) } ?? false
    return (isName ? "" : "model") + String(plain)
  }

  /// The file of the model in the folder of a receiver.
  var modelFile: String { name + ".onnx" }

  /// The copy of the model, without changes.
  var copy: SidecarFile { SidecarFile(modelFile, .model(adding: [])) }

  /// The class names, one on each line.
  var labelsFile: SidecarFile { SidecarFile("labels.txt", lines: labels) }
}

extension SidecarSource {
  /// The input where it takes images: float32 or bytes, [N, 3 or 1, H, W].
  struct ImageInput: Hashable, Sendable {
    var name: String
    var element: FileInterface.Element
    /// The images of a run; nil where any number will do.
    var batch: Int?
    var channels: Int
    var height: Int
    var width: Int
  }

  /// The input; nil where it does not take images, or not one after the other.
  var imageInput: ImageInput? {
    guard !takesChannelsLast, let input = interface.inputs.first, interface.inputs.count == 1,
      let extents = input.extents, extents.count == 4, let channels = extents[1],
      let height = extents[2], let width = extents[3], channels == 1 || channels == 3
    else { return nil }
    return ImageInput(
      name: input.name, element: input.element, batch: extents[0], channels: channels,
      height: height, width: width)
  }

  /// Whether the metadata say that images are given with channels last.
  var takesChannelsLast: Bool { contract.input?.form.axes == .nhwc }

  /// Whether the metadata say that blue comes first. Of one channel the order means nothing.
  var takesBGR: Bool { contract.input.map { $0.channels == 3 && $0.form.order == .bgr } ?? false }

  /// The images of every run; nil where the file leaves that free, or does not say.
  var fixedBatch: Int? {
    let batches = interface.inputs.map { $0.extents?.first ?? nil }
    return batches.contains(nil) ? nil : batches.first ?? nil
  }

  /// What images become the input.
  var inputContract: InputContract? {
    guard let input = imageInput else { return nil }
    var contract = InputContract(
      width: input.width, height: input.height, channels: input.channels)
    if let known = self.contract.input {
      (contract.letterboxValue, contract.fit) = (known.letterboxValue, known.fit)
    }
    return contract
  }
}

extension SidecarSource {
  /// Takes what a model says.
  ///
  /// - Parameter names: a names file; nil for the names in the model.
  /// - Throws: a `Failure`.
  init(_ model: Model, names: String?) throws {
    do throws(ONNXError) { interface = try ONNXModel.interface(of: model.file) } catch {
      throw LocatedFailure(model.path, error)
    }
    path = model.path
    contract = model.graph.contract
    form = contract.heads.isEmpty ? nil : contract.outputForm.rawValue
    precision = model.graph.precision
    labels = contract.labels
    if let names {
      let read = try Labels(contentsOf: names)
      try read.check(against: model.graph)
      labels = read.names
    } else if !labels.isEmpty, let classes = model.graph.classCount, classes != labels.count {
      throw PipelineError.malformed(
        "\(path): has \(counted(labels.count, "class name")) for \(classes) classes; give all of them"
          + "\(with: .classNames, "FILE")")
    }
  }
}
