import Files
import Text

/// Why no report can be made.
public enum ReportError: Failure, LinedError, Hashable, Sendable {
  /// No file was named.
  case nothing
  /// At least one file is not there or may not be read; all mistakes in all files.
  case unreadable([Problem<String>])
  /// At least one file is not what it should be; all mistakes in all files.
  case malformed([Problem<String>])

  /// What is wrong, a problem on each line.
  public var lines: Lines {
    switch self {
    case .nothing:
      "there is nothing to report on; name JSON files that evaluate, compare, quantize, detect, "
        + "convert or inspect --profile wrote"
    case .unreadable(let problems), .malformed(let problems):
      problems.map { "\($0)" }.joined()
    }
  }
}

extension ReportError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .nothing: .usage
    case .unreadable: .unreadable
    case .malformed: .malformed
    }
  }
}

/// The mistakes found so far.
struct ProblemCollection {
  private var problems: [Problem<String>] = []
  private var hasUnreadable = false

  /// A file that is not what it should be.
  mutating func malformed(_ source: String, _ message: String) {
    problems.append(Problem(source, message))
  }

  /// A file that cannot be read.
  mutating func unreadable(_ error: FileError) {
    problems.append(Problem(error.path, error.message))
    hasUnreadable = true
  }

  /// Throws them, if there are any.
  func check() throws(ReportError) {
    guard !problems.isEmpty else { return }
    throw hasUnreadable ? .unreadable(problems) : .malformed(problems)
  }
}
