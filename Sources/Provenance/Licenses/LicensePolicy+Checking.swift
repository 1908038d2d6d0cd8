import Digests
import Text

extension LicensePolicy {
  /// Why a licence is not allowed; nil for one that is.
  public func refusal(of license: LicenseStatement) -> String? {
    switch license {
    case .noAssertion: return "its licence is not known (NOASSERTION)"
    case .noLicense: return "has no licence (NONE)"
    case .expression(let expression):
      if allows(expression.form) { return nil }
      let refused = expression.terms.filter { !allows($0) }.map(\.description)
      return "\(expression) is not allowed, for want of \(refused.joined(separator: ", "))"
    }
  }

  private func allows(_ form: LicenseExpression.Form) -> Bool {
    switch form {
    case .term(let term): allows(term)
    case .all(let forms): forms.allSatisfy(allows)
    case .any(let forms): forms.contains(where: allows)
    }
  }

  /// Whoever may use a licence may also choose it from later ones, and use it with an exception that
  /// SPDX lists, as those only permit more; an addition of somebody's own may forbid something.
  private func allows(_ term: LicenseTerm) -> Bool {
    guard term.unlisted.isEmpty else { return false }
    var forms = [term]
    if term.isOrLater {
      forms.append(
        LicenseTerm(license: term.license, isOrLater: false, exception: term.exception))
    }
    if let exception = term.exception, LicenseList.exception(exception) != nil {
      forms += forms.map {
        LicenseTerm(license: $0.license, isOrLater: $0.isOrLater, exception: nil)
      }
    }
    return forms.contains(where: allowed.contains)
  }

  /// Why a file may not be used; nil for one that may.
  private func refusal(of license: LicenseStatement, _ digest: Digest) -> String? {
    exemptions.contains { $0.digest == digest } ? nil : refusal(of: license)
  }

  /// Everything in records that may not go into a release, in their order: artifacts, materials that
  /// are others' work, and calibration pictures. Tools and data that only measured do not go in.
  public func refusals(in records: [ProvenanceRecord]) -> [String] {
    var seen: Set<String> = []
    return records.flatMap { record in
      let artifact = record.artifact
      var refusals: [String?] = [
        refusal(of: artifact.license, artifact.file.digest).map {
          "artifact \(shown(artifact.file.name)): \($0)"
        }
      ]
      refusals += record.materials.filter(\.role.isOthersWork).map { material in
        refusal(of: material.license, material.file.digest).map {
          "\(material.role) \(shown(material.file.name)): \($0)"
        }
      }
      if let calibration = record.calibration {
        refusals.append(
          refusal(of: calibration.license, calibration.digest).map {
            "calibration \(shown(calibration.name)): \($0)"
          })
      }
      return refusals.compactMap { $0 }
    }.filter { seen.insert($0).inserted }
  }
}
