import Darknet

/// The problems of a recipe, gathered while it is read, so that all are told at once.
final class RecipeProblems {
  /// The file as the caller named it.
  let path: String
  private var first: [RecipeProblem] = []
  private(set) var count = 0

  /// No problems yet.
  init(path: String) { self.path = path }

  func add(_ location: SourceLocation, _ message: String) {
    count += 1
    if first.count < RecipeError.mostProblems {
      first.append(RecipeProblem(location: location, message: message))
    }
  }

  /// A place in the file.
  func location(line: Int, column: Int) -> SourceLocation {
    SourceLocation(file: path, line: line, column: column)
  }

  /// - Throws: `RecipeError.problems`, in the order of the file, when there are any.
  func check() throws(RecipeError) {
    guard count > 0 else { return }
    let sorted = first.sorted { $0.location < $1.location }
    throw .problems(path: path, sorted, count: count)
  }
}
