import Pipeline
import Text

/// What a build is told besides the recipes.
public struct BuildSettings: Hashable, Sendable {
  /// Where source files are looked for before the addresses of the recipe: addresses or folders.
  public var mirrors: [String] = []
  /// The calibration images of recipes that do not say where theirs are.
  public var calibration: String?
  /// The annotated images of recipes that do not say where theirs are.
  public var images: String?
  /// The annotations of recipes that do not say where theirs are.
  public var annotations: String?
  /// The threads of all models together.
  public var threads = Execution().threads
  /// How many models are built at once.
  public var jobs = 1
  /// Whether everything is done again, whatever was done before.
  public var isForced = false

  /// The defaults.
  public init() {}
}

/// What happens in a build.
public enum BuildEvent: Sendable {
  /// A step need not be done.
  case upToDate(model: String, step: String)
  /// A step is done, for these reasons.
  case begins(model: String, step: String, why: [String])
  /// A step is done.
  case ends(model: String, step: String, after: Duration)
  /// Something worth saying.
  case note(model: String, Lines)
}
