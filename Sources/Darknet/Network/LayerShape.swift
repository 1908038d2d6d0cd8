/// What a layer gives, and whether that is certain.
struct LayerShape {
  /// What darknet records and references see.
  var output: FeatureShape
  /// What the next layer sees.
  var forwarded: FeatureShape
  /// Which parts no earlier mistake has made a guess.
  var certainty: Certainty

  /// The parts of a shape that can be relied on. Checks that need another part are left out, so
  /// that one mistake is not reported once for every layer after it.
  struct Certainty: OptionSet, Sendable {
    let rawValue: Int
    static let channels = Certainty(rawValue: 1)
    static let extent = Certainty(rawValue: 2)
    static let all: Certainty = [.channels, .extent]
  }
}
