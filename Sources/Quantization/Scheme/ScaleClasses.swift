import Graph

/// Sets of values that share an encoding.
struct ScaleClasses {
  private var parents: [ValueID: ValueID] = [:]

  /// The value that stands for the class of a value.
  mutating func root(of value: ValueID) -> ValueID {
    guard let parent = parents[value], parent != value else { return value }
    let root = root(of: parent)
    parents[value] = root
    return root
  }

  /// The same, for those that may not change anything.
  func existingRoot(of value: ValueID) -> ValueID {
    var root = value
    while let parent = parents[root], parent != root { root = parent }
    return root
  }

  /// Lets two values share an encoding; the class keeps the first one's root.
  mutating func tie(_ a: ValueID, _ b: ValueID) {
    parents[root(of: b)] = root(of: a)
  }
}
