/// `nms_kind`: how overlapping boxes are suppressed; raw values are the spellings of the cfg.
public enum SuppressionKind: String, Hashable, Sendable, CaseIterable {
  /// Greedy by intersection over union.
  case `default`
  /// IoU less (centre distance² / enclosing diagonal²)^0.6.
  case greedy = "greedynms"
  /// The same with `beta_nms` as exponent.
  case distance = "diounms"
  /// As `default`.
  case corners = "cornersnms"
}
