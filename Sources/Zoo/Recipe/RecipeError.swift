import Darknet
import Files
import Text

/// Why a recipe cannot be used.
public enum RecipeError: LinedError, Hashable, Sendable {
  /// The system does not let the file be read.
  case file(FileError)
  /// The file is larger than any recipe.
  case tooLarge(path: String, byteCount: Int, limit: Int)
  /// It is written for a later version of the program.
  case newerSchema(location: SourceLocation, found: String, known: Int)
  /// Entries are wrong: the first `mostProblems` of `count`, in the order of the file.
  case problems(path: String, [RecipeProblem], count: Int)

  /// How many problems are kept.
  public static let mostProblems = 1000
  /// How many problems `description` lists.
  private static let mostLines = 50

  /// A sentence for people, or a line for each of the first problems.
  public var lines: Lines {
    switch self {
    case .file(let error): return "\(error)"
    case .tooLarge(let path, let byteCount, let limit):
      return "\(path): is \(byteCount) bytes, more than the \(limit) that are read of a recipe"
    case .newerSchema(let location, let found, let known):
      return "\(location): has schemaVersion \(found), but this program knows only versions up to "
        + "\(known); use a newer one"
    case .problems(let path, let problems, let count):
      let lines = problems.prefix(RecipeError.mostLines).map { "\($0)" as Lines }
      let rest: [Lines] =
        count > lines.count ? ["\(path): and \(count - lines.count) more"] : []
      return (lines + rest).joined()
    }
  }

  /// The exit status of the command line: 66 where the system refuses, else 65.
  public var exitStatus: Int32 {
    if case .file = self { 66 } else { 65 }
  }
}
