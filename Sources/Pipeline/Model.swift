import Darknet
import Files
import Graph
import ONNX
import Text

/// A model read from its files: the graph, and what else the files tell.
public struct Model: Sendable {
  /// The `.onnx` or `.cfg` file as the caller named it.
  public let path: String
  /// The weights file of a cfg; nil for an ONNX file.
  public let weights: String?
  /// What the model computes; of a cfg the raw heads, and every layer's output.
  public var graph: Graph
  /// Things worth saying that do not keep the model from being used.
  public let warnings: [String]

  /// Reads an `.onnx` file, or a `.cfg` file with its weights.
  ///
  /// - Parameters:
  ///   - weights: the weights file; nil for the one beside the cfg under the same name.
  ///   - batch: the pictures of a run; nil for what the file says.
  /// - Throws: `PipelineError`.
  public static func load(
    path: String, weights: String? = nil, batch: Int? = nil
  ) throws(PipelineError) -> Model {
    if Checkpoint.isCfg(path) {
      let checkpoint = try Checkpoint(cfg: path, weights: weights)
      let graph = try checkpoint.graph(batch: .fixed(batch ?? 1))
      return Model(
        path: path, weights: weights ?? Checkpoint.weightsPath(beside: path), graph: graph,
        warnings: checkpoint.warnings)
    }
    guard !path.lowercased().hasSuffix(".weights") else {
      throw .usage(
        "\(path): is a weights file; give the .cfg it belongs to, and this file with --weights")
    }
    guard weights == nil else {
      throw .usage("\(path): --weights goes with a .cfg; an ONNX file holds its weights itself")
    }
    var graph: Graph
    do throws(ONNXError) { graph = try ONNXModel.read(path: path) } catch {
      throw PipelineError(error, path: path)
    }
    // What is dequantized only to be quantized again is run on the stored numbers.
    do throws(GraphError) { try PassPipeline([FoldQuantization()]).apply(to: &graph) } catch {
      throw .malformed("\(path): \(error)")
    }
    return Model(path: path, weights: nil, graph: graph, warnings: [])
  }
}
