import Foundation

/// Whether tests may be skipped for want of data or peers: on a developer's machine, not in CI.
public enum Skipping {
  /// `CI` is set on machines that must have everything.
  public static let isAllowed = ProcessInfo.processInfo.environment["CI"] == nil
}
