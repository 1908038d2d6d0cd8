/// A licence in the words of the Hugging Face hub,
/// https://huggingface.co/docs/hub/repositories-licenses
enum HubLicense {
  /// The ids of the hub that are SPDX's in small letters, or begin like them.
  private static let known: Set = [
    "afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd-2-clause", "bsd-3-clause",
    "bsd-3-clause-clear", "bsl-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0",
    "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-3.0",
    "cc-by-sa-4.0", "cc0-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0",
    "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "eupl-1.2", "gpl-2.0", "gpl-3.0",
    "isc", "lgpl-2.1", "lgpl-3.0", "lppl-1.3c", "mit", "mpl-2.0", "ms-pl", "ncsa", "ofl-1.1",
    "osl-3.0", "postgresql", "unlicense", "wtfpl", "zlib",
  ]

  /// The members of the front matter.
  ///
  /// - Parameter link: where the licence can be read when the hub does not know it.
  static func members(
    _ license: LicenseStatement, link: String
  ) -> [(key: String, value: YAMLValue)] {
    switch license {
    case .noAssertion: return [("license", .text("unknown"))]
    case .noLicense: return other("none", link)
    case .expression(let expression):
      if case .term(let term) = expression.form, term.exception == nil, let id = id(of: term) {
        return [("license", .text(id))]
      }
      return other(Slug.text(expression.description), link)
    }
  }

  private static func other(
    _ name: String, _ link: String
  ) -> [(key: String, value: YAMLValue)] {
    [("license", .text("other")), ("license_name", .text(name)), ("license_link", .text(link))]
  }

  /// The hub does not tell `-only` from `-or-later`.
  private static func id(of term: LicenseTerm) -> String? {
    var id = term.license.lowercased()
    for end in ["-only", "-or-later"] where id.hasSuffix(end) { id.removeLast(end.count) }
    return known.contains(id) ? id : nil
  }
}
