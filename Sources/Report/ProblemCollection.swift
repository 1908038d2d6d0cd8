import Files
import Text

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
