import Text

/// Why no report can be made.
public enum ReportError: Failure, LinedError, Hashable, Sendable {
  /// No file was named.
  case nothing
  /// At least one file is not there or may not be read; all mistakes in all files.
  case unreadable(Problems<String>)
  /// At least one file is not what it should be; all mistakes in all files.
  case malformed(Problems<String>)

  /// What is wrong, a problem on each line.
  public var lines: Lines {
    switch self {
    case .nothing:
      "there is nothing to report on; name JSON files that evaluate, compare, quantize, detect, "
        + "convert or the profile of inspect wrote"
    case .unreadable(let problems), .malformed(let problems):
      problems.lines
    }
  }
}

extension ReportError {
  /// - Throws: the problems, if there are any.
  static func check(_ problems: Problems<String>, hasUnreadable: Bool) throws(ReportError) {
    guard !problems.isEmpty else { return }
    throw hasUnreadable ? .unreadable(problems) : .malformed(problems)
  }

  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .nothing: .usage
    case .unreadable: .unreadable
    case .malformed: .malformed
    }
  }
}
