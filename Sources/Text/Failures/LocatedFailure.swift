/// A failure that does not know what it is about, together with that.
public struct LocatedFailure<Cause: Failure>: Failure, LinedError {
  /// The file as the caller named it, or what else the failure is about.
  public let place: String
  /// What went wrong.
  public let cause: Cause

  /// Says what a failure is about.
  public init(_ place: String, _ cause: Cause) {
    self.place = place
    self.cause = cause
  }

  /// That of the cause.
  public var category: FailureCategory { cause.category }

  /// `place: cause`.
  public var lines: Lines { "\(place): \(cause)" }
}
