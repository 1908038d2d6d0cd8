import Glibc

/// What the environment says of the user.
enum UserSettings {
  /// The value of a variable; nil where it is not set or empty.
  static func value(of variable: String) -> String? {
    guard let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty else {
      return nil
    }
    return value
  }

  /// The folder of this program in one of the XDG base directory specification,
  /// https://specifications.freedesktop.org/basedir-spec/latest/, where paths that are not absolute
  /// do not count.
  static func folder(_ variable: String, orInHome path: String) -> String {
    if let folder = value(of: variable), folder.hasPrefix("/") { return "\(folder)/darkroom" }
    return "\(value(of: "HOME") ?? "")/\(path)/darkroom"
  }
}
