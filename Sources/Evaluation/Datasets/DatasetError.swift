import Files
import Text
import Vision

/// Why annotations or results cannot be used.
///
/// `source` is the file or folder as the caller named it.
public enum DatasetError: Failure, LinedError, Hashable, Sendable {
  /// The system does not let a file or folder be read or written.
  case file(FileError)
  /// An image whose size is needed cannot be read.
  case image(ImageError)
  /// The text is not what it should be; nothing of it can be read. Line and column count from 1,
  /// columns in bytes.
  case syntax(source: String, line: Int, column: Int, message: String)
  /// The file as a whole is not what it should be.
  case unusable(source: String, reason: Lines)
  /// Entries are wrong.
  case problems(source: String, Problems<String>)

  /// A sentence for people, or a line for each of the first problems.
  public var lines: Lines {
    switch self {
    case .file(let error): return "\(error)"
    case .image(let error): return "\(error)"
    case .syntax(let source, let line, let column, let message):
      return "\(source):\(line):\(column): \(message)"
    case .unusable(let source, let reason): return "\(source): \(reason)"
    case .problems(let source, let problems): return problems.lines(of: source)
    }
  }
}

extension DatasetError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .file(let error): error.category
    case .image(let error): error.category
    case .syntax, .unusable, .problems: .malformed
    }
  }
}

/// The problems of a dataset; a place is `annotations[17]`, counted from 0, or `000139.txt:3`, lines
/// counted from 1.
typealias DatasetProblems = Problems<String>

extension DatasetProblems {
  /// - Throws: `DatasetError.problems` when there are any.
  func check(_ source: String) throws(DatasetError) {
    if !isEmpty { throw .problems(source: source, self) }
  }
}
