import Glibc
import JSON

/// When and where something was done: the part of a record that differs from run to run.
public struct Circumstances: Hashable, Sendable {
  /// When the work began; nil where it is not told.
  public var started: Timestamp?
  /// When it was done; nil where it is not told.
  public var finished: Timestamp?
  /// The machine's name; nil where it is not told.
  public var host: String?
  /// The operating system, for example `Linux 6.8`; nil where it is not told.
  public var system: String?
  /// The kind of machine: `x86_64`, `aarch64`; nil where it is not told.
  public var architecture: String?
  /// The processor by its maker's name; nil where it is not told.
  public var processor: String?
  /// The threads that shared the work; nil where it is not told.
  public var threads: Int?
  /// The command line, with paths; empty where it is not told.
  public var arguments: [String]
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a run.
  public init(
    started: Timestamp? = nil, finished: Timestamp? = nil, host: String? = nil,
    system: String? = nil, architecture: String? = nil, processor: String? = nil,
    threads: Int? = nil, arguments: [String] = []
  ) {
    self.started = started
    self.finished = finished
    self.host = host
    self.system = system
    self.architecture = architecture
    self.processor = processor
    self.threads = threads
    self.arguments = arguments
  }
}

extension Circumstances: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    guard reader.isObject else { return nil }
    started = reader.optionalTime("started", &problems)
    finished = reader.optionalTime("finished", &problems)
    host = reader.optionalText("host", &problems)
    system = reader.optionalText("system", &problems)
    architecture = reader.optionalText("architecture", &problems)
    processor = reader.optionalText("processor", &problems)
    threads = reader.optionalSize("threads", &problems)
    arguments = reader.texts("arguments", &problems)
    others = reader.rest
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("started", started?.description)
    builder.set("finished", finished?.description)
    builder.set("host", host)
    builder.set("system", system)
    builder.set("architecture", architecture)
    builder.set("processor", processor)
    builder.set("threads", threads)
    builder.set("arguments", arguments)
    return builder.json
  }
}

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
