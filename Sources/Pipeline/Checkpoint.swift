import Darknet
import Files
import Graph
import Provenance
import Text

/// A darknet checkpoint: a cfg and the weights that belong to it, both checked.
public struct Checkpoint: Sendable {
  /// The typed network.
  public let network: Network
  /// The stored numbers.
  public let weights: WeightsFile
  /// Warnings about both files.
  public let warnings: [String]
  private let cfg: MappedFile
  private let weightsPath: String

  /// Reads and checks both files.
  ///
  /// - Parameter weights: nil for the file beside the cfg under the same name.
  /// - Throws: `PipelineError`, with every mistake of the cfg, or every finding in the weights.
  public init(cfg path: String, weights: String? = nil) throws(PipelineError) {
    let weightsPath = weights ?? Checkpoint.weightsPath(beside: path)
    self.weightsPath = weightsPath
    do throws(FileError) { cfg = try MappedFile(path: path) } catch {
      throw PipelineError(error)
    }
    let parsed = Network.parse(bytes: cfg.prefix(Checkpoint.parsedBytes), file: path)
    do throws(CfgError) { network = try parsed.get() } catch {
      throw .malformed("\(error)")
    }
    guard weights != nil || Folder.hasFile(weightsPath) else {
      throw .unreadable(
        "\(path): there is no \(weightsPath) beside it; name its weights with --weights")
    }
    do throws(WeightsError) {
      self.weights = try WeightsFile(path: weightsPath, network: network)
    } catch {
      throw PipelineError(error)
    }
    let findings = self.weights.screen().map(\.diagnostic)
    guard !findings.contains(where: { $0.severity == .error }) else {
      throw .malformed(
        (parsed.diagnostics + findings).map { "\($0)" }.joined())
    }
    warnings = (parsed.diagnostics + findings).map(\.description)
  }

  /// More than any cfg has; the parser refuses what reaches it.
  private static let parsedBytes = 1 << 25

  /// Whether a file is taken for a cfg, which its name decides.
  public static func isCfg(_ path: String) -> Bool { path.lowercased().hasSuffix(".cfg") }

  /// The file beside a cfg that is taken for its weights.
  public static func weightsPath(beside cfg: String) -> String {
    (isCfg(cfg) ? String(cfg.dropLast(4)) : cfg) + ".weights"
  }

  /// The network as a graph with raw heads.
  public func graph(batch: Batch = .fixed(1)) throws(PipelineError) -> Graph {
    do throws(LoweringError) {
      return try Lowering.graph(of: network, parameters: weights, batch: batch)
    } catch {
      throw .malformed("\(error)")
    }
  }

  /// Both files by what is in them, for records.
  func references() -> (cfg: FileReference, weights: FileReference) {
    let cfg = cfg.withUnsafeBytes { Checkpoint.reference(self.cfg.path, $0) }
    return (cfg, weights.withUnsafeBytes { Checkpoint.reference(weightsPath, $0) })
  }

  private static func reference(_ path: String, _ bytes: UnsafeRawBufferPointer) -> FileReference {
    let name = Folder.name(of: path)
    return FileReference(
      name: name, digest: Digest(of: bytes), size: bytes.count, mediaType: MediaType.of(name))
  }

  /// SHA-256 of both files, by role.
  public func digests() -> [String: String] {
    let files = references()
    return ["cfg": files.cfg.digest.description, "weights": files.weights.digest.description]
  }
}

extension PipelineError {
  init(_ error: WeightsError) {
    if case .file(let error) = error {
      self.init(error)
    } else {
      self = .malformed("\(error)")
    }
  }
}
