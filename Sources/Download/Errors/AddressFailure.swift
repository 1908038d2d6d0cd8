/// Why one address did not give the bytes.
public struct AddressFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The address without what may be secret.
  public let url: String
  /// How many requests were made.
  public let attempts: Int
  /// What went wrong in the last of them.
  public let reason: FailureReason

  /// `url: reason`.
  public var description: String {
    attempts > 1 ? "\(url): \(reason) (tried \(attempts) times)" : "\(url): \(reason)"
  }
}
