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
