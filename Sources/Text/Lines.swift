/// Text for people, as a terminal may be given it.
///
/// The literals of the program stand as they are written, with their line ends. Whatever is put into
/// them is made printable on its line, unless it is such a text itself: a name from a file can
/// neither steer a terminal nor make a line that the program did not write.
public struct Lines: Hashable, Sendable, CustomStringConvertible {
  /// The text.
  public private(set) var description: String

  /// A text from elsewhere, on one line.
  public init(_ text: some StringProtocol) { description = text.printable }

  /// What an error says: all its lines where it has several, else one.
  public init(_ error: any Error) {
    self = (error as? any LinedError)?.lines ?? Lines("\(error)")
  }

  /// Each line for itself.
  public var each: [String] {
    description.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }
  }

  /// No text.
  public var isEmpty: Bool { description.isEmpty }

  /// One text behind the other.
  public static func + (a: Lines, b: Lines) -> Lines {
    var sum = a
    sum += b
    return sum
  }

  /// Appends a text.
  public static func += (a: inout Lines, b: Lines) { a.description += b.description }
}

extension Lines: ExpressibleByStringInterpolation {
  /// A text of the program's own.
  public init(stringLiteral text: String) { description = text }

  /// A text of the program's own with others in it.
  public init(stringInterpolation: Interpolation) { description = stringInterpolation.text }

  /// Gathers a text.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    /// Begins a text.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    /// What the program says.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// What may be shown already.
    public mutating func appendInterpolation(_ lines: Lines) { text += lines.description }

    /// What comes from elsewhere; the lines of errors that have several stay lines.
    public mutating func appendInterpolation(_ value: some Any) {
      if let error = value as? any LinedError {
        text += error.lines.description
      } else {
        text += "\(value)".printable
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
