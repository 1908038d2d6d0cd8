import Files
import Text

/// Why a recipe cannot be used.
public enum RecipeError: Failure, LinedError, Hashable, Sendable {
  /// The system does not let the file be read.
  case file(FileError)
  /// The file is larger than any recipe.
  case tooLarge(path: String, byteCount: Int, limit: Int)
  /// It is written for a later version of the program.
  case newerSchema(location: SourceLocation, found: String, known: Int)
  /// Entries are wrong, in the order of the file.
  case problems(path: String, Problems<SourceLocation>)

  /// A sentence for people, or a line for each of the first problems.
  public var lines: Lines {
    switch self {
    case .file(let error): return "\(error)"
    case .tooLarge(let path, let byteCount, let limit):
      return "\(path): is \(byteCount) bytes, more than the \(limit) that are read of a recipe"
    case .newerSchema(let location, let found, let known):
      return "\(location): has schemaVersion \(found), but this program knows only versions up to "
        + "\(known); use a newer one"
    case .problems(let path, let problems): return problems.lines(of: path, most: 50)
    }
  }
}

extension RecipeError {
  /// What can be done about it.
  public var category: FailureCategory {
    if case .file(let error) = self { error.category } else { .malformed }
  }
}

/// The problems of one recipe, shared by all who read it.
final class RecipeProblems {
  /// The file as the caller named it.
  let path: String
  private var list = Problems<SourceLocation>()

  /// No problems yet.
  init(path: String) { self.path = path }

  /// How many there are.
  var count: Int { list.count }

  /// Adds a problem, whose message is made only if it is kept.
  func add(_ location: SourceLocation, _ message: @autoclosure () -> String) {
    list.add(location, message())
  }

  /// A place in the file.
  func location(line: Int, column: Int) -> SourceLocation {
    SourceLocation(file: path, line: line, column: column)
  }

  /// The error that reports them, in the order of the file.
  func error() -> RecipeError {
    if count == 0 { add(location(line: 1, column: 1), "is no recipe") }
    return .problems(path: path, list.sorted())
  }
}
