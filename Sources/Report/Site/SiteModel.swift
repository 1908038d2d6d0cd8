import Digests

/// What the site of a zoo shows of a model.
public struct SiteModel: Sendable {
  /// A file of the signed folder.
  public struct File: Sendable {
    /// Within the folder.
    public var path: String
    /// The bytes and their SHA-256.
    public var contents: Contents

    /// Names a file.
    public init(path: String, contents: Contents) {
      self.path = path
      self.contents = contents
    }
  }

  /// One of the ONNX files.
  public struct Variant: Sendable {
    /// `float`, `INT8`, or `INT8 for TensorRT`.
    public var label: String
    /// The file, within the folder.
    public var file: String
    /// Its size.
    public var bytes: Int
    /// AP, or top-1 of a classifier; nil where it was not measured.
    public var accuracy: Double?
    /// AP at IoU 0.5, or top-5 of a classifier.
    public var second: Double?
    /// How many images it was judged by.
    public var images: Int?
    /// F1 of its detections against those of the float model, or the part of images ranked alike.
    public var agreement: Double?
    /// The statements that have these numbers, within the folder; nil where there are none.
    public var statements: String?
    /// How long a run takes; nil where nobody measured it.
    public var time: Time?

    /// Describes a file.
    public init(
      label: String, file: String, bytes: Int, accuracy: Double? = nil, second: Double? = nil,
      images: Int? = nil, agreement: Double? = nil, statements: String? = nil
    ) {
      self.label = label
      self.file = file
      self.bytes = bytes
      self.accuracy = accuracy
      self.second = second
      self.images = images
      self.agreement = agreement
      self.statements = statements
    }
  }

  /// One step of the lineage: what went in, and what came out.
  public struct Step: Sendable {
    /// A file, or a set of images.
    public struct Thing: Hashable, Sendable {
      /// What it was used as.
      public var role: String
      /// What it is called.
      public var name: String
      /// Its licence; nil for what this project made.
      public var license: String?
      /// The SHA-256, or the digest of a set.
      public var digest: String?

      /// Names a thing.
      public init(role: String, name: String, license: String? = nil, digest: String? = nil) {
        self.role = role
        self.name = name
        self.license = license
        self.digest = digest
      }
    }

    /// What was done: `convert`, `quantize`.
    public var action: String
    /// What went in.
    public var inputs: [Thing]
    /// What came out.
    public var output: Thing

    /// Describes a step.
    public init(action: String, inputs: [Thing], output: Thing) {
      self.action = action
      self.inputs = inputs
      self.output = output
    }
  }

  /// A layer of the network.
  public struct Layer: Sendable {
    /// darknet's number.
    public var index: Int
    /// What it computes.
    public var kind: String
    /// Its result, such as `16 x 80 x 80`.
    public var shape: String
    /// The layers that it reads; none for the input of the network.
    public var sources: [Int]
    /// The ratio of signal to noise of INT8 in dB; nil where it was not measured.
    public var sqnr: Double?

    /// Describes a layer.
    public init(index: Int, kind: String, shape: String, sources: [Int], sqnr: Double? = nil) {
      self.index = index
      self.kind = kind
      self.shape = shape
      self.sources = sources
      self.sqnr = sqnr
    }
  }

  /// That its publisher has withdrawn it.
  public struct Withdrawal: Sendable {
    /// Why.
    public var reason: String
    /// What to use in its place; nil where nothing is named.
    public var successor: String?
    /// The statement that the publisher signed, a file in the site.
    public var statement: String

    /// Withdraws a model.
    public init(reason: String, successor: String?, statement: String) {
      (self.reason, self.successor, self.statement) = (reason, successor, statement)
    }
  }

  /// What commands and addresses call it.
  public var name: String
  /// What people call it.
  public var title: String
  /// A few sentences about it.
  public var description: String
  /// `object-detection` or `image-classification`.
  public var task: String
  /// Words to find it by.
  public var tags: [String]
  /// The licences of the model, as an SPDX expression.
  public var license: String
  /// Its ONNX files, float first.
  public var variants: [Variant]
  /// What was demanded before it was published, and what was found.
  public var gates: [(name: String, found: String)]
  /// What was made from what.
  public var lineage: [Step]
  /// The layers of the float network, in order.
  public var layers: [Layer]
  /// All files of its signed folder.
  public var files: [File]
  /// What the folder is called; also its place in the site.
  public var folder: String
  /// The key that signed, by its identity.
  public var key: String
  /// The file of the public key in the site.
  public var keyFile: String
  /// When it was made, as `2026-01-31T09:30:00Z`.
  public var updated: String
  /// That its publisher has withdrawn it; nil where that is not so.
  public var withdrawal: Withdrawal?
  /// The signed statements that numbers come from.
  public var claims: [Claim] = []
  /// The text of its card, Markdown; empty where there is none.
  public var card = ""
  /// What the models find in the same images, out of the report; nil where it shows none.
  public var images: ReportExcerpt?

  /// Describes a model.
  public init(
    name: String, title: String, description: String, task: String, tags: [String],
    license: String, variants: [Variant], gates: [(name: String, found: String)],
    lineage: [Step], layers: [Layer], files: [File], folder: String, key: String,
    keyFile: String, updated: String
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.task = task
    self.tags = tags
    self.license = license
    self.variants = variants
    self.gates = gates
    self.lineage = lineage
    self.layers = layers
    self.files = files
    self.folder = folder
    self.key = key
    self.keyFile = keyFile
    self.updated = updated
  }

  /// The file of its page, in the site.
  public var page: String { "\(name).html" }

  /// What it is judged by.
  public var measure: String { task == "image-classification" ? "top-1" : "AP" }

  /// The precisions that there are.
  var precisions: [String] {
    (variants.contains { $0.label.hasPrefix("float") } ? ["float"] : [])
      + (variants.contains { $0.label.hasPrefix("INT8") } ? ["INT8"] : [])
  }
}
