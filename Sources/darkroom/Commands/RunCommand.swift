import ArgumentParser
import Pipeline

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a model once on a raw float32 tensor.",
    discussion: """
      --dump writes the output of every darknet layer as layer_NNN.f32, -o the outputs as \
      output_0.f32 and so on. A destination ending in .npz becomes one NumPy archive.
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The input: N x C x H x W float32 values, nothing else.", valueName: "file.f32"),
    completion: .file(extensions: ["f32"]))
  var input: String

  @Option(
    help: ArgumentHelp("Where to write every layer's output.", valueName: "folder|file.npz"),
    completion: .directory)
  var dump: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write the outputs.", valueName: "folder|file.npz"),
    completion: .directory)
  var output: String?

  @OptionGroup var replacing: ReplacementArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var runtime: RuntimeOptions

  @Flag(
    inversion: .prefixedNo,
    help: "Sum convolutions product by product, for comparing with other programs.")
  var exact = true

  func validate() throws {
    guard dump != nil || output != nil else {
      throw ValidationError("give --dump, -o, or both: there is nothing to write otherwise")
    }
  }

  func run() throws {
    let model = try options.load()
    var pass = ForwardPass(
      model: model, input: input,
      execution: Execution(threads: execution.threads, exact: exact, runtime: runtime.choice))
    pass.replacement = replacing.replacement
    try pass.run(dump: dump, output: output)
  }
}
