/// The problems of a file, gathered while it is read, so that all are reported at once.
public struct Problems<Place: CustomStringConvertible & Hashable & Sendable>: Hashable, Sendable {
  /// The first of them, at most `mostKept`.
  public private(set) var first: [Problem<Place>] = []
  /// How many there are.
  public private(set) var count = 0

  /// How many are kept: a hostile file has millions.
  public static var mostKept: Int { 1000 }

  /// No problems yet.
  public init() {}

  /// One problem.
  public init(_ place: Place, _ message: String) { add(place, message) }

  /// Whether there are none.
  public var isEmpty: Bool { count == 0 }

  /// Adds a problem, whose message is made only if it is kept.
  public mutating func add(_ place: Place, _ message: @autoclosure () -> String) {
    count += 1
    if first.count < Problems.mostKept { first.append(Problem(place, message())) }
  }

  /// The same problems, those that are kept in order of place.
  public func sorted() -> Self where Place: Comparable {
    var sorted = self
    sorted.first.sort { $0.place < $1.place }
    return sorted
  }

  /// A line for each of the first problems, and how many more there are.
  ///
  /// - Parameters:
  ///   - source: the file as the caller named it.
  ///   - most: how many are listed.
  public func lines(of source: String, most: Int = 20) -> Lines {
    list(source, most) { "\(source): \($0)" }
  }

  /// A line for each of the first problems, whose places name the file, and how many more there are.
  public func lines(of source: String, most: Int = 20) -> Lines where Place == SourceLocation {
    list(source, most) { "\($0)" }
  }

  fileprivate func list(_ source: String, _ most: Int, _ line: (Problem<Place>) -> Lines) -> Lines {
    let shown = first.prefix(most)
    let others: Lines = "and \(count - shown.count) more"
    let rest: [Lines] =
      count > shown.count ? [source.isEmpty ? others : "\(source): \(others)"] : []
    return (shown.map(line) + rest).joined()
  }
}

extension Problems<String> {
  /// A line for each of the first problems, whose places name their files.
  public var lines: Lines { list("", 20) { "\($0)" } }
}
