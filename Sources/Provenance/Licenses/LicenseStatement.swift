/// What is known of a licence.
public enum LicenseStatement: Hashable, Sendable, CustomStringConvertible {
  /// Nothing is known; SPDX's `NOASSERTION`. Never guessed at.
  case noAssertion
  /// There is none, which permits nothing; SPDX's `NONE`.
  case noLicense
  /// An SPDX licence expression.
  case expression(LicenseExpression)

  /// Reads `NOASSERTION`, `NONE` or an SPDX licence expression.
  ///
  /// - Throws: `LicenseSyntaxError` for anything else.
  public init(_ text: String) throws(LicenseSyntaxError) {
    switch text {
    case "NOASSERTION": self = .noAssertion
    case "NONE": self = .noLicense
    default: self = .expression(try LicenseExpression(text))
    }
  }

  /// As SPDX writes it.
  public var description: String {
    switch self {
    case .noAssertion: "NOASSERTION"
    case .noLicense: "NONE"
    case .expression(let expression): expression.description
    }
  }
}
