import Digests
import Files
import Graph
import JSON
import Provenance
import Quantization
import Vision

extension QuantizationRun {
  /// Every option that may change the result.
  public var command: Command {
    var parameters = options.parameters
    parameters["heads"] = outputForm.map { .text($0.rawValue) } ?? .null
    parameters["batch"] = batch?.json ?? .null
    parameters["opset"] = .whole(opset)
    if let sample = choice.sample {
      parameters["sample"] = .whole(sample.count)
      parameters["seed"] = .text(sample.seed.description)
    }
    parameters.merge(interface.parameters) { $1 }
    parameters.merge(Preprocessing.parameters(preprocessing)) { $1 }
    return Command(name: "quantize", parameters: parameters)
  }

  /// The files that go in, without images.
  func materials(
    _ float: FloatNetwork, _ labels: Labels?, _ tables: [FileReference], parent: ProvenanceRecord?
  ) throws -> [Material] {
    var materials: [Material] = []
    if let cfg = float.files[.cfg] { materials.append(try declarations.material(.cfg, cfg)) }
    if let weights = float.files[.weights] {
      materials.append(try declarations.material(.weights, weights))
    }
    if let tree = float.files[.tree] { materials.append(try declarations.material(.tree, tree)) }
    if let model = float.files[.parentModel] {
      var material = Material(role: .parentModel, file: model)
      // What was said of the parent when it was made still holds.
      if let record = parent {
        material.license = record.artifact.license
        material.attribution = record.artifact.attribution
        material.licenseFile = record.artifact.licenseFile
        material.uris = record.artifact.uris
      }
      materials.append(material)
    }
    materials += tables.map { Material(role: .calibrationTable, file: $0) }
    if let labels { materials.append(try declarations.material(.names, labels.file)) }
    return materials
  }

  /// The record beside the model that is quantized; nil where there is none that is about it.
  ///
  /// - Throws: `DocumentError.file` when the system does not let it be read.
  func parentRecord(of float: FloatNetwork) throws -> ProvenanceRecord? {
    let path = ProvenanceRecord.path(for: model)
    guard let file = float.files[.parentModel], Folder.hasFile(path) else { return nil }
    let record: ProvenanceRecord
    do throws(DocumentError) { record = try ProvenanceRecord(contentsOf: path) } catch {
      if case .file = error { throw error }
      return nil
    }
    return file.digest == record.artifact.file.digest ? record : nil
  }

  /// The images, with what is said of them.
  func calibrationPart(
    _ images: [FileDigest], sampling: CalibrationSampling?, preprocessing: String
  ) throws -> Calibration? {
    guard !images.isEmpty else { return nil }
    let files = images.map { image in
      let name = Folder.name(of: image.path)
      return FileReference(
        name: name, digest: image.digest, size: image.size ?? 0,
        mediaType: MediaType.of(name))
    }.sorted { ($0.digest, $0.name) < ($1.digest, $1.name) }
    let said = declarations[.calibration]
    return Calibration(
      name: declarations.calibrationName
        ?? calibration.map { Folder.name(of: $0) } ?? "calibration images",
      count: files.count, images: .each(files), sampling: sampling, preprocessing: preprocessing,
      uris: said.uris, license: said.license, attribution: said.attribution,
      licenseFile: try declarations.licenseFile(.calibration))
  }

  /// A quantization as a record tells it.
  ///
  /// Images that were drawn are those that the record names, so none are drawn again.
  ///
  /// - Throws: a `Failure` (malformed) for parameters that this program does not know.
  init(_ command: Command, model: String, source: String) throws {
    let reader = ParameterReader(command.parameters, source: source)
    self.init(model: model)
    options = try QuantizationOptions(command.parameters, source: source)
    outputForm = try reader.optionalChoice("heads")
    batch = try reader.batch("batch")
    opset = try reader.whole("opset")
    interface = try ModelInterface(reader)
    preprocessing = try reader.preprocessing()
  }
}

/// How images are fitted, as a record states it.
private enum RecordedResize: String, CaseIterable {
  case letterbox, stretch, crop
  case stretchHalfPixel = "stretch-half-pixel"
}

extension Preprocessing {
  /// The parameters of a command; nil for a letterbox with the value of the model.
  fileprivate static func parameters(_ preprocessing: Preprocessing?) -> [String: JSONValue] {
    let (resize, fill): (RecordedResize, JSONValue) =
      switch preprocessing {
      case nil: (.letterbox, .null)
      case .letterbox(let value): (.letterbox, .whole(Int(value)))
      case .stretch: (.stretch, .null)
      case .stretchHalfPixel: (.stretchHalfPixel, .null)
      case .centerCrop: (.crop, .null)
      }
    return ["resize": .text(resize.rawValue), "fill": fill]
  }
}

extension ParameterReader {
  /// How images are fitted; nil for a letterbox with the value of the model.
  fileprivate func preprocessing() throws -> Preprocessing? {
    switch try choice("resize") as RecordedResize {
    case .stretch: return .stretch
    case .stretchHalfPixel: return .stretchHalfPixel
    case .crop: return .centerCrop
    case .letterbox:
      // Records of the first preview do not state it.
      guard let fill = self["fill"], fill != .null else { return nil }
      guard let value = UInt8(exactly: try whole("fill")) else {
        throw error("fill", "a byte, 0 to 255,")
      }
      return .letterbox(value: value)
    }
  }
}
