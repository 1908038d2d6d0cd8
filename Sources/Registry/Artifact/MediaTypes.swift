import Files

/// The media types of registries and of models in them.
enum RegistryMediaType {
  static let manifest = "application/vnd.oci.image.manifest.v1+json"
  static let index = "application/vnd.oci.image.index.v1+json"
  static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
  static let dockerList = "application/vnd.docker.distribution.manifest.list.v2+json"
  static let empty = "application/vnd.oci.empty.v1+json"
  /// A model in the form of ModelPack 0.0.7, https://github.com/modelpack/model-spec
  static let model = "application/vnd.cncf.model.manifest.v1+json"
  static let modelConfig = "application/vnd.cncf.model.config.v1+json"

  /// The public key that a model's signature is verified with, in PEM form.
  static let publisherKey = "application/vnd.darkroom.publisher-key.v1+pem"
  /// That a version is not to be used any more, in an envelope.
  static let withdrawal = "application/vnd.darkroom.withdrawal.v1+json"

  /// What is asked for where a manifest is.
  static let accepted = [manifest, index, dockerManifest, dockerList].joined(separator: ", ")
}

/// What a layer of a model holds, as ModelPack tells them apart.
public enum LayerKind: String, Hashable, Sendable, CaseIterable {
  /// The model itself.
  case weight
  /// What it needs to run: classes, sidecars.
  case configuration = "weight.config"
  /// What people and programs read about it, records and signatures included.
  case document = "doc"
  /// Programs.
  case code
  /// Data.
  case dataset

  /// How the file is packed into the layer.
  enum Packing: String, Hashable, CaseIterable {
    case raw, tar
    case gzip = "tar+gzip"
    case zstandard = "tar+zstd"
  }

  private static let start = "application/vnd.cncf.model."

  /// The media type of a layer that is the file itself.
  var mediaType: String { "\(LayerKind.start)\(rawValue).v1.raw" }

  /// Reads a media type; nil for what is no layer of a model.
  static func read(_ mediaType: String) -> (kind: LayerKind, packing: Packing)? {
    for kind in LayerKind.allCases {
      let prefix = "\(start)\(kind.rawValue).v1."
      guard mediaType.hasPrefix(prefix) else { continue }
      return Packing(rawValue: String(mediaType.dropFirst(prefix.count))).map { (kind, $0) }
    }
    return nil
  }

  /// Whether a file is a text by its name, whatever it was pushed as.
  static func isText(_ path: String) -> Bool {
    ["html", "json", "jsonl", "md", "sig", "txt", "yaml", "yml"].contains(end(of: path))
  }

  private static func end(of path: String) -> String {
    let name = Folder.name(of: path)
    return name.lastIndex(of: ".").map { name[$0...].dropFirst().lowercased() } ?? ""
  }

  /// The kind of a file of a model's folder, by its name.
  init(ofFile path: String) {
    self =
      switch LayerKind.end(of: path) {
      case "onnx", "data", "onnx_data", "weights", "safetensors": .weight
      case "names", "cfg", "labels", "pbtxt": .configuration
      case "py", "c", "h", "js", "swift": .code
      case "npz", "npy", "zip", "jpg", "jpeg", "png", "webp", "csv": .dataset
      default: .document
      }
  }
}

/// The annotations that are written and read.
enum Annotation {
  static let modelPath = "org.cncf.model.filepath"
  static let title = "org.opencontainers.image.title"
  static let created = "org.opencontainers.image.created"
  static let licenses = "org.opencontainers.image.licenses"
  static let version = "org.opencontainers.image.version"
  static let vendor = "org.opencontainers.image.vendor"
  static let predicate = "dev.sigstore.bundle.predicateType"
  static let bundle = "dev.sigstore.bundle.content"
  /// How the numbers of a weight layer are held, so that part of a model can be chosen.
  static let precision = "darkroom.precision"
}
