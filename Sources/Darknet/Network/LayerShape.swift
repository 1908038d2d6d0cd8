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

/// A layer while its network is being read.
struct DraftLayer: Sendable {
  /// The section as text.
  let text: CfgSection
  /// The canonical name of the type.
  let type: String
  /// The typed section; nil when the type is unknown or its weights cannot be held.
  let rule: (any LayerRule)?
  /// The keys that every layer has.
  let options: LayerOptions
  /// What the layer before forwards.
  let input: FeatureShape
  /// What references see.
  let output: FeatureShape
  /// What the next layer sees.
  let forwarded: FeatureShape
  /// Which parts of the shapes no mistake has made a guess.
  let certainty: LayerShape.Certainty
}
