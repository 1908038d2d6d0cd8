/// The identifiers of SPDX, whose capitals do not count.
public enum LicenseList {
  /// The version of the list: https://github.com/spdx/license-list-data/releases
  public static let version = "3.27.0"

  private static let licenses = index(licenseText)
  private static let exceptions = index(exceptionText)

  /// A licence as the list spells it; nil when it is not listed.
  public static func license(_ id: some StringProtocol) -> String? { licenses[id.lowercased()] }

  /// An exception as the list spells it; nil when it is not listed.
  public static func exception(_ id: some StringProtocol) -> String? {
    exceptions[id.lowercased()]
  }

  /// The page with the text of a listed licence or exception.
  public static func address(of id: String) -> String { "https://spdx.org/licenses/\(id).html" }

  private static func index(_ text: String) -> [String: String] {
    let ids = text.split(whereSeparator: \.isWhitespace).map(String.init)
    return Dictionary(ids.map { ($0.lowercased(), $0) }) { first, _ in first }
  }
}
