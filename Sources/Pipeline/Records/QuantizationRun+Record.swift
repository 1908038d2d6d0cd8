import Darknet
import Files
import Graph
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
    parameters["resize"] = .text(preprocessing == .stretch ? "stretch" : "letterbox")
    return Command(name: "quantize", parameters: parameters)
  }

  /// The files that go in, without pictures.
  func materials(_ declarations: Declarations) throws -> [Material] {
    var materials: [Material] = []
    if Checkpoint.isCfg(model) {
      materials = [
        try declarations.material(.cfg, model),
        try declarations.material(.weights, weights ?? Checkpoint.weightsPath(beside: model)),
      ]
    } else {
      var parent = Material(role: .parentModel, file: try reference(model))
      // What was said of the parent when it was made still holds.
      if let record = try parentRecord() {
        parent.license = record.artifact.license
        parent.attribution = record.artifact.attribution
        parent.licenseFile = record.artifact.licenseFile
        parent.uris = record.artifact.uris
      }
      materials = [parent]
    }
    for path in [table].compactMap({ $0 }) + merged {
      materials.append(Material(role: .calibrationTable, file: try reference(path)))
    }
    if let names { materials.append(try declarations.material(.names, names)) }
    return materials
  }

  private func reference(_ path: String) throws -> FileReference {
    return try FileReference(hashing: path)
  }

  /// The record beside the model that is quantized; nil where there is none that is about it.
  ///
  /// - Throws: `PipelineError.unreadable` when the system does not let it be read.
  func parentRecord() throws -> ProvenanceRecord? {
    let path = ProvenanceRecord.path(for: model)
    guard !Checkpoint.isCfg(model), Folder.hasFile(path) else { return nil }
    let record: ProvenanceRecord
    do throws(DocumentError) { record = try ProvenanceRecord(contentsOf: path) } catch {
      if case .file = error { throw error }
      return nil
    }
    return try reference(model).digest == record.artifact.file.digest ? record : nil
  }

  /// The pictures, with what is said of them.
  func calibrationPart(
    _ pictures: [CalibrationPictures.Entry], preprocessing: String, _ declarations: Declarations
  ) throws -> Calibration? {
    guard !pictures.isEmpty else { return nil }
    var files: [FileReference] = []
    for picture in pictures { files.append(try reference(picture.path)) }
    files.sort { ($0.digest, $0.name) < ($1.digest, $1.name) }
    let said = declarations[.calibration]
    return Calibration(
      name: declarations.calibrationName
        ?? calibration.map { Folder.name(of: $0) } ?? "calibration pictures",
      count: files.count, pictures: .each(files), preprocessing: preprocessing, uris: said.uris,
      license: said.license, attribution: said.attribution,
      licenseFile: try declarations.licenseFile(.calibration))
  }

  /// A quantization as a record tells it.
  ///
  /// - Throws: `PipelineError.malformed` for parameters that this program does not know.
  init(_ command: Command, model: String, source: String) throws {
    let reader = ParameterReader(command.parameters, source: source)
    self.init(model: model)
    options = try QuantizationOptions(command.parameters, source: source)
    outputForm = try reader.optionalChoice("heads")
    batch = try reader.batch("batch")
    opset = try reader.whole("opset")
    let resize: ResizeName = try reader.choice("resize")
    preprocessing = resize == .stretch ? .stretch : nil
  }
}

private enum ResizeName: String, CaseIterable {
  case letterbox, stretch
}
