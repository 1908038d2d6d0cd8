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
