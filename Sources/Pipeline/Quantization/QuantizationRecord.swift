import Deployment
import Digests
import Provenance
import Quantization
import Vision

/// What a quantization was made from, what came of it, and what it costs; the JSON form is stable, a
/// new key may be added.
public struct QuantizationRecord: Codable, Hashable, Sendable {
  /// The images of a calibration.
  public struct Images: Codable, Hashable, Sendable {
    /// Those whose activations were counted, tables included.
    public var used: Int
    /// Those that could not be read.
    public var skipped: Int
    /// Those left out because another one has the same contents.
    public var repeated: Int
    /// How they were drawn from more; nil where they were not, or tables stand for them.
    public var sampling: CalibrationSampling?
  }

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, network, preprocessing, model, table, quantization, deployment,
      calibrationSet, budget
    case images = "pictures"
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// The SHA-256 of the float network's inputs, operations and constants.
  public var network: String
  /// How images became inputs.
  public var preprocessing: String
  /// The images.
  public var images: Images
  /// The model that was written.
  public var model: WrittenModel?
  /// The calibration table that was written.
  public var table: FileDigest?
  /// The calibration images as a tensor, for a runtime that quantizes itself; nil for others.
  public var calibrationSet: FileDigest?
  /// What was chosen and what it costs; nil where the network was only calibrated.
  public var quantization: QuantizationReport?
  /// What the rules of the target say of the model; nil where it was made for none.
  public var deployment: DeploymentCheck?
  /// What was bought so that no more is lost than allowed; nil where nothing was said of that.
  public var budget: BudgetReport?

  /// The record without paths and times, which is a function of the inputs.
  var reproducible: QuantizationRecord {
    var record = self
    record.budget = budget?.reproducible
    record.model?.file.path = ""
    record.table?.path = ""
    record.calibrationSet?.path = ""
    return record
  }
}

extension Preprocessing {
  /// What calibration tables and records call it.
  var name: String {
    switch self {
    case .letterbox(let value): "letterbox \(value)"
    case .stretch: "stretch"
    case .stretchHalfPixel: "stretch half-pixel"
    case .centerCrop: "center crop"
    }
  }
}
