extension [Float] {
  /// The classes of the highest scores, best first; of equal scores the lower class comes first, as
  /// darknet's `top_k` has it.
  public func bestClasses(_ count: Int) -> [Int] {
    Array<Int>(indices.sorted { (self[$1], $0) < (self[$0], $1) }.prefix(count))
  }
}
