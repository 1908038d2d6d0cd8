import Digests

/// Which licences may go into a release.
///
/// A licence that is not known is never allowed, nor is one that SPDX does not list and that the
/// policy does not name.
public struct LicensePolicy: Hashable, Sendable {
  /// The version of the form of policy files, and the latest that is read.
  public static let schemaVersion = 1

  /// What may be used whatever its licence, by its hash, with the reason.
  public struct Exemption: Hashable, Sendable {
    /// The SHA-256 of the file.
    public var digest: Digest
    /// Why it may be used.
    public var reason: String

    /// Exempts a file.
    public init(digest: Digest, reason: String) {
      self.digest = digest
      self.reason = reason
    }
  }

  /// The licences that are allowed, with or without an exception.
  public var allowed: Set<LicenseTerm>
  /// What is exempt.
  public var exemptions: [Exemption]

  /// Allows licences.
  public init(allowed: Set<LicenseTerm>, exemptions: [Exemption] = []) {
    self.allowed = allowed
    self.exemptions = exemptions
  }

  /// Reads a list of licences with commas between them: `MIT,Apache-2.0,LicenseRef-YOLO-2`.
  ///
  /// - Throws: `LicensePolicyError` with every element that is no licence.
  public init(allowing list: String) throws(LicensePolicyError) {
    var allowed: Set<LicenseTerm> = []
    var problems: [String] = []
    for element in list.split(separator: ",", omittingEmptySubsequences: false) {
      do throws(LicensePolicyError.Reason) {
        allowed.insert(try LicensePolicy.term(String(element)))
      } catch { problems.append(error.text) }
    }
    guard problems.isEmpty else { throw LicensePolicyError(problems: problems) }
    self.init(allowed: allowed)
  }

  /// Reads one element of a list.
  static func term(_ text: String) throws(LicensePolicyError.Reason) -> LicenseTerm {
    let expression: LicenseExpression
    do throws(LicenseSyntaxError) {
      expression = try LicenseExpression(text)
    } catch { throw LicensePolicyError.Reason(text: error.description) }
    guard case .term(let term) = expression.form else {
      throw LicensePolicyError.Reason(
        text:
          "'\(expression)' is not one licence; list its parts, as all of AND and one of OR must "
          + "be allowed")
    }
    guard term.unlisted.isEmpty else {
      throw LicensePolicyError.Reason(
        text: "'\(term.unlisted.joined(separator: "', '"))' is not on SPDX's list "
          + "\(LicenseList.version); correct it, or write LicenseRef-NAME")
    }
    return term
  }
}
