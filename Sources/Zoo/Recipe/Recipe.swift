import Digests
import Download
import Evaluation
import Graph
import ONNX
import Pipeline
import Provenance
import Quantization

/// How a model of the zoo is made, and what it has to be: `Manifests/NAME.yaml`.
///
/// Paths in it are relative to its own folder.
public struct Recipe: Hashable, Sendable {
  /// The version of the form of recipes, and the latest that is read.
  public static let schemaVersion = 1

  /// What commands call it: lower-case letters, digits, `.`, `-`, `_`; also the name of its files.
  public var name: String
  /// What people call it.
  public var title: String
  /// A paragraph about it.
  public var description: String
  /// What it is for, in the words of model cards.
  public var task: String
  /// Words to find it by.
  public var tags: [String]
  /// Who hands the models out; nil where it is not told.
  public var supplier: String?
  /// What is said of the models that are made.
  public var license: Terms
  /// What goes in: the network description, the quantized values and, where there are any, the names.
  public var sources: [Source]
  /// How the float model is made.
  public var conversion: ConversionParameters
  /// How the INT8 model is made; nil where there is to be none.
  public var quantization: QuantizationParameters?
  /// The runtimes that an INT8 model of its own is made for each, in the order of the recipe.
  public var targets: [DeploymentTarget]
  /// The images that calibrate it; nil where there is no INT8 model.
  public var calibration: ImageSet?
  /// What accuracy is measured with; nil where it is not.
  public var evaluation: EvaluationSet?
  /// Metrics that are known.
  public var references: [ReferenceMetrics]
  /// What has to hold before it is published.
  public var gates: Gates
  /// The file it was read from, as the caller named it.
  public var path: String
  /// The SHA-256 of that file.
  public var digest: Digest
}

extension Recipe {
  /// What is said of a file: its licence and whom to credit.
  public struct Terms: Hashable, Sendable {
    /// The licence; not known where nothing is said.
    public var license = LicenseStatement.noAssertion
    /// Whom to credit; nil for nobody.
    public var attribution: String?
    /// The text of the licence, a path relative to the recipe; nil where none is given.
    public var licenseFile: String?

    /// Says nothing.
    public init() {}
  }

  /// A file that goes in.
  public struct Source: Hashable, Sendable {
    /// What it is used as.
    public enum Role: String, Hashable, Sendable, CaseIterable {
      case cfg, weights, names
    }

    /// What it is used as.
    public var role: Role
    /// What it is called in the zoo and on mirrors; the end of the first address where not told.
    public var file: String
    /// Where it can be had, the best first: `http:`, `https:` and `file:` addresses, or paths
    /// relative to the recipe; empty for what only mirrors have.
    public var urls: [String]
    /// The bytes that are accepted, the usual ones first; empty where the hash is not known, and
    /// the hash of first use is kept for review.
    public var accepted: [ExpectedContents]
    /// The size where the hash is not known; nil where neither is.
    public var size: Int?
    /// What is said of it.
    public var terms: Terms
  }

  /// Options of `darkroom convert`.
  public struct ConversionParameters: Hashable, Sendable {
    /// What the outputs are.
    public var heads = OutputForm.raw
    /// How images are taken, and what the input and outputs are called.
    public var interface = ModelInterface()
    /// The images of a run.
    public var batch = Batch.fixed(1)
    /// The elements of weights and activations.
    public var precision = FloatPrecision.float32
    /// The ONNX operator set.
    public var opset = 13

    /// The defaults of the command.
    public init() {}
  }

  /// Options of `darkroom quantize`.
  public struct QuantizationParameters: Hashable, Sendable {
    /// How it is quantized.
    public var options = QuantizationOptions(effort: .balanced)
    /// How images are fitted; nil for what the model asks for: a crop of classifiers, a letterbox of
    /// others.
    public var resize: EvaluationProtocol.Resize?
    /// The ONNX operator set.
    public var opset = 13

    /// The defaults of the command.
    public init() {}
  }

  /// Images.
  public struct ImageSet: Hashable, Sendable {
    /// What they are called.
    public var name: String
    /// A folder of them, or a list with a path on each line, relative to the recipe; nil where the
    /// user has to say where they are.
    public var folder: String?
    /// A file in the form of `sha256sum`, relative to the recipe, of the images to take, whatever
    /// else is in the folder; nil for all.
    public var list: String?
    /// The most images, the first in their order; nil for all.
    public var limit: Int?
    /// How they are drawn from these; nil where all are taken.
    public var sample: ImageSample?
    /// Where they can be had.
    public var urls: [String]
    /// What is said of them.
    public var terms: Terms
  }

  /// Images with annotations.
  public struct EvaluationSet: Hashable, Sendable {
    /// The images; `list`, `limit` and `sample` have no meaning here, as the annotations name them.
    public var images: ImageSet
    /// The annotations, relative to the recipe; nil where the user has to say where they are.
    public var annotations: String?
    /// Where the classes of images are told, relative to the recipe; nil where objects are annotated.
    public var labels: ClassifierEvaluation.Labels?
    /// How detections are made.
    public var detectionProtocol: EvaluationProtocol
  }

  /// Metrics that a model is known to have.
  public struct ReferenceMetrics: Hashable, Sendable {
    /// The model.
    public var model: Variant
    /// What they were measured with.
    public var dataset: String
    /// The annotations they hold for; nil where they are told for information and not checked.
    public var annotations: Digest?
    /// The mean of AP at IoU 0.5 to 0.95; nil where it is not told.
    public var ap: Double?
    /// AP at IoU 0.5; nil where it is not told.
    public var ap50: Double?
    /// The part of the images that a classifier ranks the right class first in; nil where it is not
    /// told.
    public var top1: Double?
    /// The same among the first five; nil where it is not told.
    public var top5: Double?
    /// How far a metric may be off; 0 where nothing is said, as of metrics that are not checked.
    public var tolerance: Double
    /// Where they were published; nil for our own.
    public var source: String?
  }

  /// What has to hold before a model is published.
  public struct Gates: Hashable, Sendable {
    /// The least AP of each model; nil for any.
    public var minimumAP: Double?
    /// The least top-1 accuracy of each model; nil for any.
    public var minimumTop1: Double?
    /// The most AP, or top-1 accuracy, that an INT8 model may lose against float; nil for any.
    public var maximumLoss: Double?
    /// The least F1 of the detections of an INT8 model against those of float, or the least part of the
    /// images that both classifiers rank the same class first in; nil for any.
    public var minimumAgreement: Double?
    /// The licences that are allowed; nil for any, known or not.
    public var licenses: LicensePolicy?

    /// Demands nothing.
    public init() {}
  }

  /// Whether its models rank classes, rather than find objects.
  var isOfClassifier: Bool { task == "image-classification" || evaluation?.labels != nil }

  /// The source of a role.
  public func source(_ role: Source.Role) -> Source? { sources.first { $0.role == role } }
}

extension Recipe {
  /// What the recipe says of files, for the record of a model.
  ///
  /// - Parameter title: what people call the model.
  func declarations(title: String) -> Declarations {
    var declarations = Declarations()
    for source in sources {
      guard let role = Declarations.Role(rawValue: source.role.rawValue) else { continue }
      declarations[role] = entry(source.terms, urls: source.urls)
    }
    declarations[.model] = entry(license, urls: [])
    declarations.title = title
    declarations.supplier = supplier
    return declarations
  }

  /// What the recipe says of a set of images or of a file.
  func entry(_ terms: Terms, urls: [String]) -> Declarations.Entry {
    var entry = Declarations.Entry()
    entry.license = terms.license
    entry.attribution = terms.attribution
    entry.licenseFile = terms.licenseFile.map(resolve)
    // A path means something beside the recipe alone.
    entry.uris = urls.filter { $0.hasPrefix("http:") || $0.hasPrefix("https:") }
    return entry
  }

  /// Every licence text that the recipe names, without repeats, in order.
  var licenseFiles: [String] {
    let terms =
      sources.map(\.terms)
      + [license, calibration?.terms, evaluation?.images.terms]
      .compactMap(\.self)
    var seen: Set<String> = []
    return terms.compactMap(\.licenseFile).map(resolve).filter { seen.insert($0).inserted }
  }
}
