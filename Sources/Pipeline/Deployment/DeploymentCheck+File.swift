import Deployment
import Files
import ONNX
import Quantization
import Text

extension DeploymentCheck {
  /// Checks a file.
  ///
  /// - Parameter target: nil for the one that the file says it was made for.
  /// - Throws: a `Failure` when it cannot be read, or is made for nothing that is known.
  public init(path: String, target: DeploymentTarget?) throws {
    let file: FileDescription
    do throws(ONNXError) { file = try FileDescription(path: path) } catch {
      throw error.naming(path)
    }
    let named = file.metadata["darkroom.target"]
    guard let target = target ?? named.flatMap(DeploymentTarget.init) else {
      let reason =
        named.map { "is made for \($0), which is not known" } ?? "does not say what it is for"
      throw PipelineError.usage("\(path): \(Lines(reason)); name the runtime\(with: .target)")
    }
    let graph = Result { () throws(ONNXError) in try ONNXModel.read(path: path) }
    self.init(file, graph, for: target)
  }
}
