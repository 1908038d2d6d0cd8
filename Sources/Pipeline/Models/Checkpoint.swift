import Darknet
import Digests
import Files
import Graph
import Provenance
import Text

/// A darknet checkpoint: a cfg and the weights that belong to it, both checked.
public struct Checkpoint: Sendable {
  /// The typed network.
  public let network: Network
  /// The weights.
  public let weights: WeightsFile
  /// Warnings about both files.
  public let warnings: [Lines]
  /// The tree of the classes, where the cfg names one.
  let tree: ClassTreeFile?
  let cfg: MappedFile
  private let weightsPath: String

  /// Reads and checks both files.
  ///
  /// - Parameters:
  ///   - weights: nil for the file beside the cfg under the same name.
  ///   - tree: the tree of the classes; nil for the file that the cfg names.
  ///   - size: what images are to measure; nil for what the cfg says.
  ///   - naming: what both files are called in warnings.
  /// - Throws: a `Failure`, with every mistake of the cfg, or every finding in the weights.
  public init(
    cfg path: String, weights: String? = nil, tree: String? = nil, size: ImageSize? = nil,
    naming: FileNaming = .paths
  ) throws {
    let weightsPath = weights ?? Checkpoint.weightsPath(beside: path)
    self.weightsPath = weightsPath
    cfg = try MappedFile(path: path)
    let bytes = cfg.prefix(Checkpoint.parsedBytes)
    let own = Network.parse(bytes: bytes, file: path)
    let parsed: ParsedNetwork
    if let size {
      try Checkpoint.check(size, against: try own.get())
      parsed = Network.parse(bytes: bytes, file: path, size: size)
    } else {
      parsed = own
    }
    network = try parsed.get()
    if size != nil, let layer = try own.get().firstLayerBoundToSize(comparedWith: network) {
      throw PipelineError.usage(
        "\(layer.location): layer \(layer.index) ([\(layer.type)]) has weights for each pixel, so the "
          + "network takes images of \(try own.get().net.width)x\(try own.get().net.height) alone")
    }
    self.tree = try Checkpoint.tree(tree, of: network)
    guard weights != nil || Folder.hasFile(weightsPath) else {
      throw PipelineError.unreadable(
        "\(path): there is no \(weightsPath) beside it; name its weights\(with: .weights)")
    }
    self.weights = try WeightsFile(path: weightsPath, network: network)
    let findings = self.weights.screen().map(\.diagnostic)
    guard !findings.contains(where: { $0.severity == .error }) else {
      throw PipelineError.malformed(
        (parsed.diagnostics + findings).map { "\($0)" }.joined())
    }
    warnings = (parsed.diagnostics + findings).map { finding in
      var named = finding
      named.location.file = naming.name(of: finding.location.file)
      return "\(named)"
    }
  }

  /// The tree that is given, or else the file that the cfg names: as it is named there, or beside it.
  private static func tree(_ given: String?, of network: Network) throws -> ClassTreeFile? {
    guard let named = network.treeName else {
      guard given == nil else {
        throw PipelineError.usage("\(network.file): names no tree, so none can be given")
      }
      return nil
    }
    let beside = "\(Folder.parent(of: network.file))/\(Folder.name(of: named.path))"
    guard let path = given ?? [named.path, beside].first(where: Folder.hasFile) else {
      throw PipelineError.unreadable(
        "\(named.location): the tree of the classes, \(quoted(named.path)), is not there, nor is "
          + "\(beside); name it\(with: .tree)")
    }
    return try ClassTreeFile(path: path)
  }

  /// Checks that images of a size go through a network to cells of whole strides.
  private static func check(_ size: ImageSize, against network: Network) throws {
    let strides = network.strides
    func nearest(_ extent: Int, _ stride: Int) -> Int {
      max((extent + stride / 2) / stride, 1) * stride
    }
    let near = ImageSize(
      width: nearest(size.width, strides.width), height: nearest(size.height, strides.height))
    guard near == size else {
      throw PipelineError.usage(
        "\(network.file): images of \(size) do not divide into cells; its heads have strides of "
          + "\(strides), so take \(near) or other multiples\(with: .size, near.description)")
    }
  }

  /// More than any cfg has; the parser refuses what reaches it.
  private static let parsedBytes = 1 << 25

  /// Whether a file is taken for a cfg: by its name, or else by what is in it.
  public static func isCfg(_ path: String) -> Bool {
    if hasCfgName(path) { return true }
    guard !path.lowercased().hasSuffix(".onnx"), let file = try? MappedFile(path: path) else {
      return false
    }
    return file.withUnsafeBytes { FileKind($0) } == .darknetCfg
  }

  /// Whether the name of a file is that of a cfg.
  public static func hasCfgName(_ path: String) -> Bool { path.lowercased().hasSuffix(".cfg") }

  /// The file beside a cfg that is taken for its weights: `x.weights` of `x.cfg` and `x.cfg.txt`.
  public static func weightsPath(beside cfg: String) -> String {
    let stem = cfg.lowercased().hasSuffix(".txt") ? String(cfg.dropLast(4)) : cfg
    return (hasCfgName(stem) ? String(stem.dropLast(4)) : cfg) + ".weights"
  }

  /// The network as a graph with raw heads.
  public func graph(batch: Batch = .fixed(1)) throws -> Graph {
    try Lowering.graph(of: network, parameters: weights, batch: batch, tree: tree?.tree)
  }

  /// Both files by what is in them, for records.
  func references() -> (cfg: FileReference, weights: FileReference) {
    (
      FileReference(cfg.path, cfg),
      FileReference(weightsPath, weights.mapping)
    )
  }

  /// The tree of the classes, where the cfg names one, for records.
  var treeReference: FileReference? {
    tree.map { FileReference($0.mapping.path, $0.mapping) }
  }

  /// SHA-256 of both files, by role.
  public func digests() -> [String: String] {
    let files = references()
    return ["cfg": files.cfg.digest.description, "weights": files.weights.digest.description]
  }
}
