import JSON

/// A model that was made.
public struct Artifact: Hashable, Sendable {
  /// The file.
  public var file: FileReference
  /// The ONNX operator set it needs; nil for other formats.
  public var opset: Int?
  /// How numbers are held: `float32`, `float16`, `int8`; nil where it is not known.
  public var precision: String?
  /// The inputs, in the model's order.
  public var inputs: [TensorDescription]
  /// The outputs, in the model's order.
  public var outputs: [TensorDescription]
  /// What people call the model, for example `YOLOv4-tiny 416`; nil for the file's name.
  public var title: String?
  /// The version of the model; nil where it has none.
  public var version: String?
  /// The network's architecture, for example `YOLOv4-tiny`; nil where it is not known.
  public var architecture: String?
  /// What it is for, in the words of model cards: `object-detection`; nil where it is not known.
  public var task: String?
  /// Who hands it out; nil where it is not told.
  public var supplier: String?
  /// Where it can be had.
  public var uris: [String]
  /// Its own licence.
  public var license: LicenseStatement
  /// What users of it must be told, for example a copyright line; nil for nothing.
  public var attribution: String?
  /// The text of its licence; nil where there is none.
  public var licenseFile: FileReference?
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a model.
  public init(
    file: FileReference, opset: Int? = nil, precision: String? = nil,
    inputs: [TensorDescription] = [], outputs: [TensorDescription] = [], title: String? = nil,
    version: String? = nil, architecture: String? = nil, task: String? = nil,
    supplier: String? = nil, uris: [String] = [], license: LicenseStatement = .noAssertion,
    attribution: String? = nil, licenseFile: FileReference? = nil
  ) {
    self.file = file
    self.opset = opset
    self.precision = precision
    self.inputs = inputs
    self.outputs = outputs
    self.title = title
    self.version = version
    self.architecture = architecture
    self.task = task
    self.supplier = supplier
    self.uris = uris
    self.license = license
    self.attribution = attribution
    self.licenseFile = licenseFile
  }
}

extension Artifact: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let file = FileReference(taking: &reader, &problems)
    opset = reader.optionalWhole("opset", &problems)
    precision = reader.optionalText("precision", &problems)
    inputs = reader.parts("inputs", &problems)
    outputs = reader.parts("outputs", &problems)
    title = reader.optionalText("title", &problems)
    version = reader.optionalText("version", &problems)
    architecture = reader.optionalText("architecture", &problems)
    task = reader.optionalText("task", &problems)
    supplier = reader.optionalText("supplier", &problems)
    uris = reader.texts("uris", &problems)
    license = reader.license("license", &problems)
    attribution = reader.optionalText("attribution", &problems)
    licenseFile = reader.optionalPart("licenseFile", &problems)
    others = reader.rest
    guard let file else { return nil }
    self.file = file
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    file.set(in: &builder)
    builder.set("opset", opset)
    builder.set("precision", precision)
    builder.set("inputs", inputs)
    builder.set("outputs", outputs)
    builder.set("title", title)
    builder.set("version", version)
    builder.set("architecture", architecture)
    builder.set("task", task)
    builder.set("supplier", supplier)
    builder.set("uris", uris)
    builder.set("license", license.description)
    builder.set("attribution", attribution)
    builder.set("licenseFile", licenseFile)
    return builder.json
  }
}
