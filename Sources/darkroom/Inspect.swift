import ArgumentParser
import Pipeline

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the layers of a model, what they cost, and where their weights are.",
    discussion: """
      Of a .cfg every mistake is reported at once; the weights file is looked at when it is there.
      """)

  @OptionGroup var options: ModelOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Accept a weights file that ends after some layer, like darknet53.conv.74.")
  var prefix = false

  func run() throws {
    let report = try InspectionReport.of(
      path: options.model, weights: options.weights, allowPrefix: prefix)
    let text = json ? try JSON.text(report.inspection) : report.table
    if !text.isEmpty { try Console.result(text) }
    if !options.quiet || report.hasErrors {
      for line in report.messages { Console.note(line) }
    }
    if report.hasErrors { throw ExitCode(65) }
  }
}
