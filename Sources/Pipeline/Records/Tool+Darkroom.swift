import Files
import Provenance
import Glibc

extension Tool {
  /// This program.
  public static var darkroom: Tool {
    Tool(
      name: ownName, version: ToolVersion.number, revision: revision,
      configuration: configuration, license: license)
  }

  private static var license: LicenseStatement { (try? LicenseStatement("MIT")) ?? .noAssertion }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// The git revision that is checked out where the program was built, as long as it lies there.
  private static var revision: String? {
    guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(resolved) }
    var folder = String(cString: resolved)
    while let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")), slash > folder.startIndex {
      folder = String(folder[..<slash])
      guard let head = line("\(folder)/.git/HEAD") else { continue }
      guard head.hasPrefix("ref: ") else { return checked(head) }
      let name = head.dropFirst(5)
      if let commit = line("\(folder)/.git/\(name)") { return checked(commit) }
      return packed(name, "\(folder)/.git/packed-refs")
    }
    return nil
  }

  private static func packed(_ name: Substring, _ path: String) -> String? {
    guard let file = try? MappedFile(path: path) else { return nil }
    let lines = String(decoding: file.prefix(file.count), as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasSuffix(" \(name)") }.flatMap { checked(String($0.prefix(40))) }
  }

  private static func line(_ path: String) -> String? {
    guard let file = try? MappedFile(path: path) else { return nil }
    return String(decoding: file.prefix(200).prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private static func checked(_ commit: String) -> String? {
    commit.count == 40 && commit.allSatisfy(\.isHexDigit) ? commit : nil
  }
}
