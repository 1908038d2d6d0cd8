import Download
import Pipeline

/// How registries are asked.
public struct RegistryConnection: Sendable {
  /// Whether unencrypted transport is used.
  public enum PlainHTTP: Hashable, Sendable {
    /// Never.
    case never
    /// To registries of this machine.
    case loopback
    /// To any.
    case anywhere
  }

  /// Whether unencrypted transport is used.
  public var plainHTTP: PlainHTTP
  /// How patient it is.
  public var policy: DownloadPolicy
  /// Where users and passwords are from.
  public var credentials: CredentialSource

  /// The folder of caches, where it is remembered how far large files are sent; nil for nowhere.
  public var caches = UploadJournal.usualFolder

  /// Describes how registries are asked.
  public init(
    plainHTTP: PlainHTTP = .never, credentials: CredentialSource = .process,
    policy: DownloadPolicy? = nil
  ) {
    self.plainHTTP = plainHTTP
    self.credentials = credentials
    if let policy {
      self.policy = policy
    } else {
      self.policy = DownloadPolicy(userAgent: ToolVersion.text.replacing(" ", with: "/"))
      // Registries answer 429 and 503 in the course of their day; nobody waits long for one that is not
      // there.
      self.policy.retries = 6
      self.policy.longestBackoff = .seconds(4)
    }
  }
}
