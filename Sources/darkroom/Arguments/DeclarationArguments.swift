import ArgumentParser
import Pipeline
import Provenance

/// What is said of the files that go into a model, for its record.
struct DeclarationArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The licence of a file, an SPDX expression; ROLE is cfg, weights, names, tree, calibration or \
      model (the result). May be given several times, as the next three.
      """, valueName: "ROLE=SPDX"))
  var license: [String] = []

  @Option(help: ArgumentHelp("Whom to credit for a file.", valueName: "ROLE=TEXT"))
  var attribution: [String] = []

  @Option(
    help: ArgumentHelp("The text of the licence of a file.", valueName: "ROLE=FILE"),
    completion: .file())
  var licenseFile: [String] = []

  @Option(help: ArgumentHelp("Where a file can be had.", valueName: "ROLE=URL"))
  var source: [String] = []

  @Option(help: "What people call the model.")
  var title: String?

  @Option(help: "Who hands the model out.")
  var supplier: String?

  func validate() throws {
    var complaints: [String] = []
    _ = declarations(&complaints)
    guard complaints.isEmpty else { throw ValidationError(complaints.joined(separator: "\n")) }
  }

  /// The same as values.
  var declarations: Declarations {
    var complaints: [String] = []
    return declarations(&complaints)
  }

  private func declarations(_ complaints: inout [String]) -> Declarations {
    var declarations = Declarations()
    declarations.title = title
    declarations.supplier = supplier
    declarations.arguments = CommandLine.arguments
    for (role, text) in pairs(license, "--license", &complaints) {
      do throws(LicenseSyntaxError) {
        declarations[role].license = try LicenseStatement(text)
      } catch { complaints.append("--license \(role.rawValue)=\(text): \(error)") }
    }
    for (role, text) in pairs(attribution, "--attribution", &complaints) {
      declarations[role].attribution = text
    }
    for (role, text) in pairs(licenseFile, "--license-file", &complaints) {
      declarations[role].licenseFile = text
    }
    for (role, text) in pairs(source, "--source", &complaints) {
      declarations[role].uris.append(text)
    }
    return declarations
  }

  private func pairs(
    _ texts: [String], _ option: String, _ complaints: inout [String]
  ) -> [(Declarations.Role, String)] {
    texts.compactMap { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, !parts[1].isEmpty,
        let role = Declarations.Role(rawValue: String(parts[0]))
      {
        return (role, String(parts[1]))
      }
      let roles = Declarations.Role.allCases.map(\.rawValue).joined(separator: ", ")
      complaints.append("\(option) is ROLE=VALUE, ROLE being one of \(roles), not '\(text)'")
      return nil
    }
  }
}
