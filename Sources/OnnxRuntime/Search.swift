import Glibc

/// Where the library is looked for.
enum Search {
  /// The file that `DARKROOM_ONNXRUNTIME` names; nil when it names none.
  static var named: String? { variable("DARKROOM_ONNXRUNTIME") }

  /// The usual places, in order: what the loader finds, then the wheel in the active virtual
  /// environment.
  static var usual: [String] { ["libonnxruntime.so", "libonnxruntime.so.1"] + wheels }

  /// What to say of the virtual environment when there is no library in it; nil when there is.
  static var missingWheel: String? {
    guard let environment = variable("VIRTUAL_ENV") else {
      return "no virtual environment is active (VIRTUAL_ENV is not set)"
    }
    return wheels.isEmpty ? "\(environment): holds no onnxruntime" : nil
  }

  private static var wheels: [String] {
    guard let environment = variable("VIRTUAL_ENV") else { return [] }
    let special: Set<Character> = ["*", "?", "[", "\\"]
    let folder = String(environment.flatMap { special.contains($0) ? ["\\", $0] : [$0] })
    return matches(
      folder + "/lib/python3*/site-packages/onnxruntime/capi/libonnxruntime.so.*")
  }

  /// The files a pattern of the shell matches, sorted.
  private static func matches(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
