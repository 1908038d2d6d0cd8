import ArgumentParser
import Pipeline
import Provenance
import Text

struct NoticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "Write NOTICE.md and LICENSES of the records in a folder, or check them.",
    discussion: """
      With --allow or --policy, licences that are not allowed or not known are refused, with exit \
      status 1, and nothing is written.
      """)

  @Argument(help: "The folder of the records.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "A folder with licence texts; may be given several times.", valueName: "folder"),
    completion: .directory)
  var search: [String] = []

  @Flag(help: "Compare with what is there, and write nothing.")
  var check = false

  @Option(help: ArgumentHelp("Licences that are allowed.", valueName: "MIT,Apache-2.0,..."))
  var allow: String?

  @Option(
    help: ArgumentHelp(
      "A file with the licences that are allowed, and exemptions.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var policy: String?

  @OptionGroup var replacing: ReplacementArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    guard allow == nil || policy == nil else {
      throw ValidationError("give --allow or --policy, not both")
    }
  }

  func run() throws {
    let notice = try NoticeFiles(folder: folder, search: search, policy: licensePolicy())
    if !quiet { for warning in notice.warnings { Console.note("\(warning)") } }
    let findings = check ? notice.findings : try notice.write(replacing: replacing.replacement)
    if !findings.isEmpty {
      try Console.result(findings.map { "\($0)" }.joined())
      throw ExitCode(1)
    }
    try Console.result(
      check ? "\(folder): the notice is as the records give it" : "\(folder): \(notice.written)")
  }

  private func licensePolicy() throws -> LicensePolicy? {
    if let allow {
      do throws(LicensePolicyError) { return try LicensePolicy(allowing: allow) } catch {
        throw PipelineError.usage("--allow: \(error)")
      }
    }
    guard let policy else { return nil }
    return try LicensePolicy(contentsOf: policy)
  }
}
