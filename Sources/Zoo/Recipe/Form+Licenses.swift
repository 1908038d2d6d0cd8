import Digests
import Provenance
import Text

extension Form where Value == LicenseStatement {
  /// What is known of a licence.
  static var license: Form {
    Form("an SPDX licence expression, NONE or NOASSERTION") { (node) throws(Misfit) -> Value in
      guard let text = node.text else { throw Misfit() }
      let statement: LicenseStatement
      do throws(LicenseSyntaxError) {
        statement = try LicenseStatement(text)
      } catch { throw Misfit(reason: error.description) }
      if case .expression(let expression) = statement, let unlisted = expression.unlisted.first {
        throw Misfit(
          reason: "\(quoted(unlisted)) is not on SPDX's list \(LicenseList.version); correct "
            + "it, or write LicenseRef-NAME")
      }
      return statement
    }
  }
}

extension Form where Value == Set<LicenseTerm> {
  /// A licence that is allowed.
  static var allowedLicense: Form {
    Form("one SPDX licence") { (node) throws(Misfit) -> Value in
      guard let text = node.text else { throw Misfit() }
      guard !text.contains(",") else {
        throw Misfit(reason: "holds several licences; write each as an entry of its own")
      }
      do throws(LicensePolicyError) {
        return try LicensePolicy(allowing: text).allowed
      } catch { throw Misfit(reason: error.description) }
    }
  }
}

extension Form where Value == Digest {
  /// A SHA-256.
  static var digest: Form {
    Form("a SHA-256 of 64 lower-case hexadecimal digits") { node in
      node.text.flatMap { Digest(hexadecimal: $0) }
    }
  }
}

extension Form where Value == Digest? {
  /// A SHA-256, or the word for an unknown one.
  static var digestOrUnknown: Form {
    Form("a SHA-256 of 64 lower-case hexadecimal digits, or unknown") {
      (node) throws(Misfit) -> Digest? in
      if node.text == "unknown" { return nil }
      guard let digest = node.text.flatMap({ Digest(hexadecimal: $0) }) else { throw Misfit() }
      return digest
    }
  }
}
