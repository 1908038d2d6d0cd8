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
