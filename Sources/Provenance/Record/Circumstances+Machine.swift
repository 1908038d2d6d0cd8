import Glibc

extension Circumstances {
  /// This machine, without its name and without times.
  public static var here: Circumstances {
    var names = utsname()
    guard uname(&names) == 0 else { return Circumstances() }
    let system = text(&names.sysname)
    let release = text(&names.release)
    return Circumstances(
      system: "\(system) \(release)", architecture: text(&names.machine), processor: processor)
  }

  /// The text in a field of fixed length.
  private static func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// The first processor's name as Linux tells it; nil where it does not.
  private static var processor: String? {
    guard let file = fopen("/proc/cpuinfo", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
      let name = text[text.index(after: colon)...].drop { $0.isWhitespace }
      return String(name.prefix { !$0.isNewline })
    }
    return nil
  }
}
