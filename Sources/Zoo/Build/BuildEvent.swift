/// What happens in a build.
public enum BuildEvent: Sendable {
  /// A step need not be done.
  case upToDate(model: String, step: String)
  /// A step is done, for these reasons.
  case begins(model: String, step: String, why: [String])
  /// A step is done.
  case ends(model: String, step: String, after: Duration)
  /// Something worth saying.
  case note(model: String, String)
}
