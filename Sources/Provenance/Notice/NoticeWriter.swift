import Text

/// Writes a notice as Markdown.
struct NoticeWriter {
  /// The text so far.
  private(set) var text = """
    # NOTICE

    This notice is generated from the provenance records of the artifacts below; change them, not it.

    """
  /// What is not known but should be.
  private(set) var warnings: [String] = []
  private let texts: LicenseTexts
  private var used: Set<String> = []

  init(texts: LicenseTexts) { self.texts = texts }

  /// Writes all sections; those of which there is nothing to say are left out.
  mutating func write(_ subjects: [NoticeSubject]) {
    for section in NoticeSubject.Section.allCases {
      let members = subjects.filter { $0.section == section }
      guard !members.isEmpty else { continue }
      text += "\n## \(section.title)\n"
      if let words = section.words { text += "\n\(words)\n" }
      for subject in members { write(subject) }
    }
    writeLicenses()
  }

  private mutating func write(_ subject: NoticeSubject) {
    let detail = subject.detail.isEmpty ? "" : " (\(Markdown.text(subject.detail)))"
    text += "\n### \(Markdown.text(subject.name))\(detail)\n\n"
    text += "- Licence: \(Markdown.text(subject.license.description))\n"
    if let attribution = subject.attribution {
      text += "- Attribution: \(Markdown.text(attribution))\n"
    }
    for uri in subject.uris { text += "- From: \(Markdown.text(uri))\n" }
    if let digest = subject.digest { text += "- SHA-256: \(digest)\n" }
    warn(of: subject)
    if case .expression(let expression) = subject.license { used.formUnion(expression.textIDs) }
    if let file = subject.licenseFile, subject.license == .noAssertion {
      used.insert("LicenseRef-\(file.digest.description.prefix(12))")
    }
  }

  private mutating func warn(of subject: NoticeSubject) {
    let name = shown(subject.name)
    switch subject.license {
    case .noAssertion: warnings.append("\(name): its licence is not known; NOASSERTION")
    case .noLicense: warnings.append("\(name): has no licence, which permits nothing")
    case .expression(let expression):
      for id in expression.unlisted {
        warnings.append("\(name): '\(id)' is not on SPDX's list")
      }
    }
  }

  /// The licences that were named: where their texts are.
  private mutating func writeLicenses() {
    guard !used.isEmpty else { return }
    text += "\n## Licences\n\n"
    for id in used.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if texts.contains(id) {
        text += "- \(Markdown.text(id)): text in \(Markdown.text(texts.path(of: id)))\n"
      } else if LicenseList.license(id) != nil || LicenseList.exception(id) != nil {
        text += "- \(Markdown.text(id)): \(LicenseList.address(of: id))\n"
        warnings.append(
          "\(id): no text with the copyright lines is given; its address on spdx.org stands instead"
        )
      } else {
        text += "- \(Markdown.text(id)): no text is known\n"
        warnings.append("\(id): no text is given, and SPDX has none")
      }
    }
  }
}

extension NoticeSubject.Section {
  fileprivate var title: String {
    switch self {
    case .artifacts: "Artifacts"
    case .materials: "Materials"
    case .calibration: "Data used for calibration"
    case .measurement: "Data used for measurement"
    case .tools: "Tools"
    }
  }

  fileprivate var words: String? {
    switch self {
    case .artifacts: nil
    case .materials: "What the artifacts were made from; they hold it in another form."
    case .calibration:
      "Ranges of activations were counted on these images; they are not redistributed."
    case .measurement: "Accuracy was measured on this data; it is not redistributed."
    case .tools: "These programs took part; they are not redistributed."
    }
  }
}
