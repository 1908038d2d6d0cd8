/// Media types by the ends of file names.
public enum MediaType {
  /// The type of an ONNX file; none is registered, this is what model tools use.
  public static let onnx = "application/onnx"

  private static let types = [
    "bmp": "image/bmp", "cfg": "text/plain", "csv": "text/csv", "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg", "json": "application/json", "jsonl": "application/jsonl",
    "list": "text/plain", "md": "text/markdown", "names": "text/plain", "onnx": onnx,
    "pem": "application/x-pem-file", "png": "image/png", "py": "text/x-python",
    "sig": "application/vnd.dev.sigstore.bundle.v0.3+json", "svg": "image/svg+xml",
    "txt": "text/plain", "webp": "image/webp", "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
  ]

  /// The type of a file by its name; `application/octet-stream` where the name does not tell.
  public static func of(_ name: String) -> String {
    let end = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    return end.flatMap { types[$0] } ?? "application/octet-stream"
  }
}
