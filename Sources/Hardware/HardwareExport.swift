import Digests
import Engine
import Files
import Graph
import Pipeline
import Text
import Vision

/// An integer-only model, written out for those who build hardware: a description, constants, test
/// vectors, and programs that compute every step of it.
public struct HardwareExport: Sendable {
  /// The ONNX file.
  public var model: String
  /// Images for test vectors.
  public var images: [String] = []
  /// How maps and filters lie in memory.
  public var layout: HardwareLayout
  /// How images are fitted; nil for a letterbox with the model's value.
  public var preprocessing: Preprocessing?
  /// The threads that share the work.
  public var threads = Execution().threads

  /// Creates an export.
  public init(model: String, layout: HardwareLayout) {
    self.model = model
    self.layout = layout
  }

  /// What was written.
  public struct Summary: Hashable, Sendable {
    /// The description.
    public let network: HardwareNetwork
    /// The number of files.
    public let fileCount: Int
  }

  /// Writes the folder.
  ///
  /// - Parameter folder: one that is not there yet, or is empty.
  /// - Throws: a `Failure`; nothing was written then.
  public func write(to folder: String) throws -> Summary {
    guard !Checkpoint.isCfg(model) else {
      throw PipelineError.usage(
        "\(model): is no quantized model; first `darkroom quantize \(model) ... -o INT8.onnx`")
    }
    let target = try HardwareFolder(folder)
    // Images that cannot be read are found before a large model is loaded.
    for path in images where !InputFiles.isRawTensor(path) {
      _ = try InputSource(contentsOf: path, for: nil)
    }
    var model = try Model.load(path: model)
    do {
      model.graph = try prepared(model.graph)
      let package = try HardwarePackage(model, layout: layout)
      let vectors = try vectors(of: model, package)
      return try target.fill { stage in try write(package, vectors, to: &stage) }
    } catch let error as HardwareError { throw LocatedFailure(self.model, error) }
  }

  /// The graph for one image, without what only serves to look into it.
  private func prepared(_ graph: Graph) throws -> Graph {
    var graph = graph
    do throws(GraphError) {
      if graph.isBatchDynamic { graph = try graph.rebatched(to: 1) }
      try PassPipeline([RemoveUnused(keepsLayerOutputs: false)]).apply(to: &graph)
    } catch { throw LocatedFailure(model, error) }
    return graph
  }

  /// The model made ready to run on the images, all of which fit into it; nil without images.
  private func vectors(of model: Model, _ package: HardwarePackage) throws -> TestVectors? {
    guard !images.isEmpty else { return nil }
    let vectors = try TestVectors(model, package, preprocessing: preprocessing, threads: threads)
    for path in images { try vectors.check(path) }
    return vectors
  }

  private func write(
    _ package: HardwarePackage, _ vectors: TestVectors?, to stage: inout HardwareFolder.Stage
  ) throws -> HardwareNetwork {
    var network = package.network
    for (constant, bytes) in zip(network.constants, package.constants) {
      try stage.write(
        NumPyFile.bytes(of: bytes, type: constant.type, shape: constant.storedShape),
        to: constant.file)
    }
    try stage.write(package.packed, to: network.packed.file)
    if let vectors {
      for (index, path) in images.enumerated() {
        network.images.append(try vectors.write(path, number: index, to: &stage))
      }
    }
    try stage.write(try network.document, to: "network.json")
    try stage.write(Array(NetworkHeader(network).text.utf8), to: "network.h")
    try stage.write(PackageResources.replay_py, to: "replay.py")
    try stage.write(PackageResources.replay_c, to: "replay.c")
    return network
  }
}
