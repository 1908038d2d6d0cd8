import Quantization

/// What was measured of the models of a recipe.
public struct ModelMetrics: Codable, Hashable, Sendable {
  /// The accuracy of a model.
  public struct Accuracy: Codable, Hashable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case model, annotations, ap, ap50, top1, top5
      case images = "pictures"
    }

    /// The SHA-256 of the model.
    public var model: String
    /// The SHA-256 of the annotations; empty where they were a folder.
    public var annotations: String
    /// How many images were looked at.
    public var images: Int
    /// The mean of AP at IoU 0.5 to 0.95; nil of a classifier.
    public var ap: Double?
    /// AP at IoU 0.5; nil of a classifier.
    public var ap50: Double?
    /// The part of the images that the right class is ranked first in; nil of a detector.
    public var top1: Double?
    /// The part of the images that it is among the first five in; nil of a detector.
    public var top5: Double?

    /// What the model is judged by: AP, or top-1 accuracy.
    var main: Double? { top1 ?? ap }
  }

  /// How far INT8 agrees with float.
  public struct Agreement: Codable, Hashable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case models, f1, top1
      case images = "pictures"
    }

    /// The SHA-256 of the float and of the INT8 model.
    public var models: [String]
    /// How many images were looked at.
    public var images: Int
    /// F1 of the detections of INT8 against those of float; nil of classifiers.
    public var f1: Double?
    /// The part of the images that both classifiers rank the same class first in; nil of detectors.
    public var top1: Double?

    /// F1, or the part of the images.
    var main: Double? { top1 ?? f1 }
  }

  /// The size of the float model in bytes.
  public var floatBytes: Int
  /// The size of the INT8 model in bytes; nil where there is none.
  public var int8Bytes: Int?
  /// Of the float model; nil where it was not measured.
  public var float: Accuracy?
  /// Of the INT8 model; nil where it was not measured.
  public var int8: Accuracy?
  /// Of both; nil where they were not compared.
  public var agreement: Agreement?
  /// The rules of the runtime that the INT8 model is for; nil where it is for none.
  public var rules: Rules?
  /// Of the INT8 models for the targets of the recipe; nil where it names none.
  public var targets: [Target]?
}
