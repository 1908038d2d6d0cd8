import Graph

/// Channels of values that must keep the same factor, while they are being found (union-find).
///
/// The channels of a value are its axis 1. Values with fewer than two axes have none.
struct ChannelUnion {
  let graph: Graph
  /// The first channel of each value among all.
  let offsets: [Int]
  private var parents: [Int]
  private var isPinned: [Bool]

  init(_ graph: Graph) {
    self.graph = graph
    var offsets = [0]
    for value in graph.values {
      let shape = value.type.shape
      // Constants only ever keep their factor of 1: what absorbs factors has its own rule.
      let count = shape.rank < 2 || value.constant != nil ? 0 : shape[1]
      offsets.append(offsets[offsets.count - 1] + count)
    }
    self.offsets = offsets
    parents = Array(0..<offsets[offsets.count - 1])
    isPinned = Array(repeating: false, count: parents.count)
  }

  /// The channels of a value, as numbers among all.
  func channels(_ value: ValueID) -> Range<Int> {
    offsets[value.index]..<offsets[value.index + 1]
  }

  /// Lets two channels have one factor.
  mutating func tie(_ a: Int, _ b: Int) {
    let (a, b) = (root(a), root(b))
    guard a != b else { return }
    // The smaller number stays, so that the outcome does not depend on the order.
    parents[max(a, b)] = min(a, b)
    isPinned[min(a, b)] = isPinned[a] || isPinned[b]
  }

  /// Ties channels that correspond; pins all when one side has none, being a constant.
  mutating func tie(_ a: Range<Int>, _ b: Range<Int>) {
    guard a.count == b.count else {
      for channel in a { pin(channel) }
      for channel in b { pin(channel) }
      return
    }
    for (a, b) in zip(a, b) { tie(a, b) }
  }

  /// Gives a channel the factor 1.
  mutating func pin(_ channel: Int) { isPinned[root(channel)] = true }

  /// Gives all channels of a value the factor 1.
  mutating func pin(_ value: ValueID) {
    for channel in channels(value) { pin(channel) }
  }

  /// A number for each channel's class, counted in the order of channels, and whether each class is
  /// pinned.
  consuming func classes() -> (ofChannels: [Int], arePinned: [Bool]) {
    var numbers: [Int: Int] = [:]
    var classes: [Int] = []
    var arePinned: [Bool] = []
    for channel in parents.indices {
      let root = root(channel)
      if let number = numbers[root] {
        classes.append(number)
      } else {
        numbers[root] = arePinned.count
        classes.append(arePinned.count)
        arePinned.append(isPinned[root])
      }
    }
    return (classes, arePinned)
  }

  private mutating func root(_ channel: Int) -> Int {
    var channel = channel
    while parents[channel] != channel {
      parents[channel] = parents[parents[channel]]
      channel = parents[channel]
    }
    return channel
  }
}
