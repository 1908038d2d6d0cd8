import Files

/// The names of files, without the folders of the machine that they were on.
enum FileName {
  /// What follows the last slash.
  static func last(of path: String) -> String {
    Folder.name(of: path)
  }

  /// What comes before the last dot of that.
  static func stem(of path: String) -> String {
    let name = last(of: path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}
