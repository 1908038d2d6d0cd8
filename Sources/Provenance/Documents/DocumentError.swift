import Digests
import Files
import JSON
import Text

/// Why a record, a manifest, a policy or a file of digests cannot be used.
///
/// `source` is the file as the caller named it.
public enum DocumentError: Failure, LinedError, Hashable, Sendable {
  /// The system does not let a file or folder be read or written.
  case file(FileError)
  /// The file is larger than any such document.
  case tooLarge(source: String, byteCount: Int, limit: Int)
  /// The text is not JSON.
  case syntax(source: String, JSONSyntaxError)
  /// A later version of the program wrote it.
  case newerSchema(source: String, found: Int, known: Int)
  /// The contents were changed since the document was written.
  case changed(source: String, stated: Digest, found: Digest)
  /// Entries are wrong.
  case problems(source: String, Problems<String>)

  /// A sentence for people, or a line for each of the first problems.
  public var lines: Lines {
    switch self {
    case .file(let error): return "\(error)"
    case .tooLarge(let source, let byteCount, let limit):
      return "\(source): is \(byteCount) bytes, more than the \(limit) that are read"
    case .syntax(let source, let error): return "\(source):\(error)"
    case .newerSchema(let source, let found, let known):
      return "\(source): has schemaVersion \(found), but this program knows only versions up to "
        + "\(known); use a newer one"
    case .changed(let source, let stated, let found):
      return "\(source): was changed after it was written: the checksum of its contents is "
        + "\(found), but it says \(stated); restore it or create it again"
    case .problems(let source, let problems): return problems.lines(of: source)
    }
  }
}

extension DocumentError {
  /// What can be done about it.
  public var category: FailureCategory {
    if case .file(let error) = self { error.category } else { .malformed }
  }
}

/// The problems of a document; a place is, for example, `materials[3].sha256`, counted from 0, or
/// `line 7`, counted from 1.
typealias DocumentProblems = Problems<String>

extension DocumentProblems {
  /// - Throws: `DocumentError.problems` when there are any.
  func check(_ source: String) throws(DocumentError) {
    if !isEmpty { throw error(source) }
  }

  /// The error that reports them.
  func error(_ source: String) -> DocumentError { .problems(source: source, self) }
}
