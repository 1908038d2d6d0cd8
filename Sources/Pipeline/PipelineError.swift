import Files
import ONNX
import Text

/// Why a command cannot do its work, where that is nobody's failure but of what was put together.
///
/// What goes wrong in one of the rooms is passed on as it is, see `Failure`.
public enum PipelineError: Failure, LinedError {
  /// An input file is not there or cannot be read.
  case unreadable(Lines)
  /// An input file is not what it should be.
  case malformed(Lines)
  /// The output cannot be written.
  case unwritable(Lines)
  /// What was asked for does not go together.
  case usage(Lines)
  /// A fault of ours.
  case fault(Lines)

  /// What went wrong, where, and how to resolve it.
  public var lines: Lines {
    switch self {
    case .unreadable(let text), .malformed(let text), .unwritable(let text), .usage(let text),
      .fault(let text):
      text
    }
  }

  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .unreadable: .unreadable
    case .malformed: .malformed
    case .unwritable: .unwritable
    case .usage: .usage
    case .fault: .fault
    }
  }
}

extension ONNXError {
  /// The error with the file it is about, unless it names that itself.
  func naming(_ path: String) -> any Failure {
    if case .file(let error) = self { error } else { LocatedFailure(path, self) }
  }
}
