import ArgumentParser
import Deployment
import JSON
import Pipeline
import Quantization
import Text

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check an ONNX file by the rules of the runtime that it is for.",
    discussion: """
      Any ONNX file, float or INT8, of this program or another. Each place that breaks a rule is \
      printed with what was found and the option that mends it; exit status 1. The rules were run on \
      the runtime or its vendor's simulator, or read in its documents: --list tells which, and where. \
      Rules cannot show that a runtime computes a model right; where it can be run, compare boxes.
      """)

  @Argument(help: "An .onnx file.", completion: .file(extensions: ["onnx"]))
  var model: String?

  @Option(help: "The runtime. Default: the one that the model was made for with quantize --target.")
  var target: DeploymentTarget?

  @Flag(help: "Print the rules, of --target or of all, with what each target chooses.")
  var list = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if list, let model {
      throw ValidationError(
        "--list prints the rules and checks no file; leave out --list, or \(model)")
    }
    guard list || model != nil else {
      throw ValidationError("give an .onnx file to check, or --list for the rules")
    }
  }

  func run() throws {
    guard let model else { return try printRules() }
    let check = try DeploymentCheck(path: model, target: target)
    if json {
      try Console.result(json: try JSONEncoding.text(check))
    } else {
      try Console.result(check.text)
    }
    if !check.holds { throw ExitCode(1) }
  }

  private func printRules() throws {
    let lists = (target.map { [$0] } ?? DeploymentTarget.allCases).map(RuleList.init)
    if json {
      try Console.result(json: try JSONEncoding.text(lists))
    } else {
      try Console.result(lists.map { $0.text { "\($0.asOption) \($1)" } }.joined())
    }
  }
}
