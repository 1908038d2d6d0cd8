/// Text for people, as a terminal may be given it.
///
/// The literals of the program stand as they are written, with their line ends. Whatever is put into
/// them is made printable on its line, unless it is such a text itself: a name from a file can
/// neither steer a terminal nor make a line that the program did not write.
///
/// Where a text asks for a setting, it keeps which: a library does not know how its caller is asked
/// for it, and a program puts the name of its own option there.
public struct Lines: Hashable, Sendable, CustomStringConvertible {
  fileprivate enum Part: Hashable, Sendable {
    case text(String)
    case setting(Setting, String?)
    case file(String)
    case table(Table, indent: Int)
  }

  private var parts: [Part] = []

  /// A text from elsewhere, on one line.
  public init(_ text: some StringProtocol) { append(text.printable) }

  /// A table.
  init(_ table: Table, indent: Int) { parts.append(.table(table, indent: indent)) }

  /// The text, without the names of options.
  public var description: String { text { _, _ in "" } }

  /// The text for the users of a program.
  ///
  /// - Parameters:
  ///   - columns: the most characters of a line of a table; nil for any.
  ///   - naming: what stands behind the request for a setting, and its value if one is meant:
  ///     " with --heads raw".
  ///   - linking: how the path of a file is shown that was written.
  public func text(
    columns: Int? = nil, naming: (Setting, String?) -> String,
    linking: (String) -> String = { $0.printable }
  ) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .setting(let setting, let value): naming(setting, value)
      case .file(let path): linking(path)
      case .table(let table, let indent): table.lines(indent: indent, columns: columns)
      }
    }.joined()
  }

  /// What an error says: all its lines where it has several, else one.
  public init(_ error: any Error) {
    self = (error as? any LinedError)?.lines ?? Lines("\(error)")
  }

  /// Each line for itself.
  public var each: [Lines] {
    var all = [Lines("")]
    for part in parts {
      let text: String
      switch part {
      case .text(let own): text = own
      case .table(let table, let indent): text = table.lines(indent: indent, columns: nil)
      case .setting, .file:
        all[all.count - 1].append(part)
        continue
      }
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        if index > 0 { all.append(Lines("")) }
        all[all.count - 1].append(String(line))
      }
    }
    return all
  }

  /// No text.
  public var isEmpty: Bool { parts.isEmpty }

  /// One text behind the other.
  public static func + (a: Lines, b: Lines) -> Lines {
    var sum = a
    sum += b
    return sum
  }

  /// Appends a text.
  public static func += (a: inout Lines, b: Lines) {
    for part in b.parts { a.append(part) }
  }

  /// Appends text, to the last part in place: the texts of documents are long.
  fileprivate mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    guard case .text(var last)? = parts.last else { return parts.append(.text(text)) }
    parts.removeLast()
    last += text
    parts.append(.text(last))
  }

  fileprivate mutating func append(_ part: Part) {
    switch part {
    case .text(let text): append(text)
    case .setting, .file, .table: parts.append(part)
    }
  }
}

extension Lines: ExpressibleByStringInterpolation {
  /// A text of the program's own.
  public init(stringLiteral text: String) { append(text) }

  /// A text of the program's own with others in it.
  public init(stringInterpolation: Interpolation) { self = stringInterpolation.lines }

  /// Gathers a text.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var lines = Lines("")

    /// Begins a text.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// What the program says.
    public mutating func appendLiteral(_ literal: String) { lines.append(literal) }

    /// What may be shown already.
    public mutating func appendInterpolation(_ other: Lines) { lines += other }

    /// Where a setting is asked for: "name its weights\(with: .weights)".
    public mutating func appendInterpolation(with setting: Setting, _ value: String? = nil) {
      lines.append(.setting(setting, value))
    }

    /// A file that was written, which a terminal may make a link.
    public mutating func appendInterpolation(file path: String) { lines.append(.file(path)) }

    /// What comes from elsewhere; the lines of errors that have several stay lines.
    public mutating func appendInterpolation(_ value: some Any) {
      if let error = value as? any LinedError {
        lines += error.lines
      } else {
        lines.append("\(value)".printable)
      }
    }
  }
}

extension Sequence<Lines> {
  /// All of them, on lines of their own or with something else between them.
  public func joined(separator: Lines = "\n") -> Lines {
    var all: Lines = ""
    for (index, lines) in enumerated() { all += index > 0 ? separator + lines : lines }
    return all
  }
}

/// An error that has several lines to say.
public protocol LinedError: Error, CustomStringConvertible {
  /// What it says.
  var lines: Lines { get }
}

extension LinedError {
  /// What it says, printable.
  public var description: String { lines.description }
}
