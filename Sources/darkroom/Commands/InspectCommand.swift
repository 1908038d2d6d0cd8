import ArgumentParser
import JSON
import Pipeline
import Registry
import Text

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print the layers of a model, what they cost, and where their weights are.",
    discussion: """
      Of a .cfg every mistake is reported at once; the weights file is looked at when it is there.

      Of oci://HOST/NAME:TAG it prints what a registry says of a model: its digest, its files, and what \
      is attached to it. No file is brought, and nothing is verified but digests.
      """)

  @OptionGroup var options: ModelOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Accept a weights file that ends after some layer, like darknet53.conv.74.")
  var prefix = false

  @Flag(help: "Run the model and print how long each step takes.")
  var profile = false

  @Option(help: "With --profile: the runs of which medians are taken.")
  var runs = 15

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var registry: RegistryArguments

  @Flag(help: "With --profile: sum convolutions product by product.")
  var exact = false

  func run() throws {
    if options.model.hasPrefix(RegistryReference.prefix) { return try printRemote() }
    guard !profile else { return try printProfile() }

    let report = try InspectionReport.of(
      path: options.model, weights: options.weights, contract: options.foreign.path,
      allowPrefix: prefix)
    if json {
      try Console.result(json: try JSONEncoding.text(report.inspection))
    } else if !report.table.isEmpty {
      try Console.result(report.table)
    }
    if !options.quiet || report.hasErrors {
      for line in report.messages { Console.note("\(line)") }
    }
    if report.hasErrors { throw ExitCode(65) }
  }

  private func printRemote() throws {
    let report = try RemoteReport(try RegistryReference(options.model), registry.connection)
    if json {
      try Console.result(json: report.json.indentedText)
    } else {
      try Console.result(report.text)
    }
  }

  private func printProfile() throws {
    let report = try ProfileReport(
      of: try options.load(), execution: Execution(threads: execution.threads, exact: exact),
      runs: runs)
    if json {
      try Console.result(json: try JSONEncoding.text(report))
    } else {
      try Console.result(report.table)
    }
  }

  func validate() throws {
    guard (1...100_000).contains(runs) else { throw ValidationError("--runs is 1 to 100000") }
  }
}
