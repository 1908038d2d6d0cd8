/// What a value looks like: a recipe's text becomes a typed value here, or is refused.
struct Form<Value> {
  /// Why a value does not fit; nil where it is enough to say what is needed.
  struct Misfit: Error {
    var reason: String?
  }

  /// What is needed, as in "where a whole number is needed".
  let words: String
  private let read: (RecipeNode) throws(Misfit) -> Value

  /// A form by what is needed and how it is read.
  init(_ words: String, _ read: @escaping (RecipeNode) throws(Misfit) -> Value) {
    self.words = words
    self.read = read
  }

  /// A form of which there is nothing more to say than what is needed.
  init(_ words: String, _ read: @escaping (RecipeNode) -> Value?) {
    self.init(words) { (node) throws(Misfit) -> Value in
      guard let value = read(node) else { throw Misfit() }
      return value
    }
  }

  /// The value; nil and a problem when it does not fit.
  func value(of node: RecipeNode, for key: String, _ problems: RecipeProblems) -> Value? {
    do throws(Misfit) {
      return try read(node)
    } catch {
      let message = error.reason ?? "is \(node.summary), where \(words) is needed"
      problems.add(node.location, "\(key): \(message)")
      return nil
    }
  }
}
