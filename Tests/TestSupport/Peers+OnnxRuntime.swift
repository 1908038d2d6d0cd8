import Foundation

extension Peers {
  /// The ONNX Runtime library in the virtual environment of the peers, or nil.
  public static let onnxRuntime: String? = {
    guard let libraries = environment?.appendingPathComponent("lib"),
      let versions = try? FileManager.default.contentsOfDirectory(atPath: libraries.path)
    else { return nil }
    for version in versions.sorted() {
      let folder = libraries.path + "/\(version)/site-packages/onnxruntime/capi"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      if let name = names.first(where: { $0.hasPrefix("libonnxruntime.so.") }) {
        return "\(folder)/\(name)"
      }
    }
    return nil
  }()

  /// The folder that `VIRTUAL_ENV` names when the environment of the peers is active, or nil.
  public static let environment: URL? = python.map {
    $0.deletingLastPathComponent().deletingLastPathComponent()
  }
}
