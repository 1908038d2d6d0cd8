/// Classes of which each is a kind of another one, its parent: a dog is a kind of animal.
///
/// Classes with one parent that follow each other are a group; the scores of a group are
/// probabilities of a class, given its parent.
public struct ClassTree: Hashable, Sendable {
  /// For each class its parent, which comes before it; -1 for a root.
  public let parents: [Int]
  /// The classes of each group, in order.
  public let groups: [Range<Int>]

  /// A tree; nil without classes, or where a parent is no class before its own.
  public init?(parents: [Int]) {
    guard !parents.isEmpty,
      parents.enumerated().allSatisfy({ (-1..<$0.offset).contains($0.element) })
    else { return nil }
    self.parents = parents
    var groups: [Range<Int>] = []
    for (index, parent) in parents.enumerated() {
      if index > 0, parents[index - 1] == parent {
        groups[groups.count - 1] = groups[groups.count - 1].lowerBound..<index + 1
      } else {
        groups.append(index..<index + 1)
      }
    }
    self.groups = groups
  }
}
