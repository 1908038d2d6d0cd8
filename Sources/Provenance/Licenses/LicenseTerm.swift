/// A licence with what belongs to it, the smallest part of an expression.
public struct LicenseTerm: Hashable, Sendable, CustomStringConvertible {
  /// `MIT`, `LicenseRef-YOLO-2` or `DocumentRef-a:LicenseRef-b`; listed ones as the list spells them.
  public let license: String
  /// Whether later versions may be chosen: `+`.
  public let isOrLater: Bool
  /// What follows `WITH`: an exception, or an `AdditionRef-`.
  public let exception: String?

  /// As SPDX writes it.
  public var description: String {
    license + (isOrLater ? "+" : "") + (exception.map { " WITH \($0)" } ?? "")
  }

  /// The identifiers that are neither on SPDX's list nor declared as the author's own.
  public var unlisted: [String] {
    let isOwn = license.hasPrefix("LicenseRef-") || license.hasPrefix("DocumentRef-")
    var ids = isOwn || LicenseList.license(license) != nil ? [] : [license]
    if let exception, LicenseList.exception(exception) == nil,
      !exception.hasPrefix("AdditionRef-"), !exception.hasPrefix("DocumentRef-")
    {
      ids.append(exception)
    }
    return ids
  }
}
