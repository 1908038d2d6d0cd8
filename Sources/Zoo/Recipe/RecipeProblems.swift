import Darknet

/// The problems of a recipe, gathered while it is read, so that all are told at once.
final class RecipeProblems {
  /// The file as the caller named it.
  let path: String
  private var first: [RecipeProblem] = []
  private(set) var count = 0

  /// No problems yet.
  init(path: String) { self.path = path }

  /// Adds a problem, whose message is made only if it is told.
  func add(_ location: SourceLocation, _ message: @autoclosure () -> String) {
    count += 1
    if first.count < RecipeError.mostProblems {
      first.append(RecipeProblem(location: location, message: message()))
    }
  }

  /// A place in the file.
  func location(line: Int, column: Int) -> SourceLocation {
    SourceLocation(file: path, line: line, column: column)
  }

  /// The error that tells of them, in the order of the file.
  func error() -> RecipeError {
    if count == 0 { add(location(line: 1, column: 1), "is no recipe") }
    return .problems(path: path, first.sorted { $0.location < $1.location }, count: count)
  }
}
