import Digests
import Files
import ONNX
import Text

extension FolderCheck {
  /// Checks the file beside a model that holds its large tensors: the record has the digest of the
  /// model, and the model that of the file.
  func checkData(of artifact: String, _ outcome: inout Outcome) {
    let name = Folder.name(of: artifact)
    guard name.hasSuffix(".onnx") else { return }
    do throws(ONNXError) {
      guard let data = try DataFile(namedIn: artifact) else { return }
      let path = "\(Folder.parent(of: artifact))/\(data.name)"
      guard let digest = try? Digest(ofFile: path) else {
        outcome.failed.append("\(path): is not there; it holds tensors of \(name)")
        return
      }
      if digest.description == data.sha256 {
        outcome.passed.append("tensors of \(name) in \(data.name)")
      } else {
        outcome.failed.append("\(path): is \(digest), but \(name) says \(data.sha256)")
      }
    } catch {
      let line: Lines = "\(artifact): \(error)"
      if case .externalData = error {
        outcome.failed.append(line)
      } else {
        outcome.notes.append(line)
      }
    }
  }
}
