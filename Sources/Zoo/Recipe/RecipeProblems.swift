import Text

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
