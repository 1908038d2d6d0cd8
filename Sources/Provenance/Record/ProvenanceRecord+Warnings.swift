extension ProvenanceRecord {
  /// What is not known but should be: licences without assertion, licences without a text or that
  /// SPDX does not list, attributions that are missing. Sorted as the parts of the record are.
  public var warnings: [String] {
    var warnings: [String] = []
    func check(_ what: String, _ license: LicenseStatement, hasText: Bool) {
      switch license {
      case .noAssertion:
        warnings.append("\(what): its licence is not known and stands as NOASSERTION; state it")
      case .noLicense:
        warnings.append("\(what): has no licence, which permits nothing")
      case .expression(let expression):
        for id in expression.unlisted {
          warnings.append(
            "\(what): '\(id)' is not on SPDX's list; correct it, or write LicenseRef-\(id)")
        }
        if !hasText {
          warnings.append("\(what): no licence text is given for \(expression)")
        }
      }
    }
    for material in materials where material.role.isOthersWork {
      check(
        "\(material.role) \(material.file.name)", material.license,
        hasText: material.licenseFile != nil)
    }
    if let calibration {
      check(
        "calibration pictures \(calibration.name)", calibration.license,
        hasText: calibration.licenseFile != nil)
    }
    return warnings
  }
}
