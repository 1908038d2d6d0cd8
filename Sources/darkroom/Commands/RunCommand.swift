import ArgumentParser
import Pipeline
import Vision

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a model on a tensor or an image.",
    discussion: """
      Tensors are as the model takes them: float32 values and nothing else, or a .npy of float32 \
      with the extents of the input. An image, or a .npy of uint8 (height x width x channels), is \
      fitted into the input as `detect` and `classify` do it.

      --dump writes the output of every darknet layer as layer_NNN.f32, -o the outputs as \
      output_0.f32 and so on. A destination ending in .npz becomes one NumPy archive.

      With --steps the input holds that many tensors one after the other, and a recurrent model \
      goes on from each with what it remembers; results stand in step_0, step_1 and so on.
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The input: N x C x H x W float32 values, a .npy, or an image.", valueName: "file"),
    completion: .file(extensions: InputFiles.extensions))
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

  @Option(
    help: ArgumentHelp(
      "Run the model so many times, on one part of the input after the other.", valueName: "n"))
  var steps: Int?

  @OptionGroup var replacing: ReplacementArguments

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var runtime: RuntimeOptions

  @Flag(
    inversion: .prefixedNo,
    help: "Sum convolutions product by product, for comparing with other programs.")
  var exact = true

  func validate() throws {
    if let steps, steps < 1 { throw ValidationError("--steps has to be at least 1") }
    guard dump != nil || output != nil else {
      throw ValidationError("give --dump, -o, or both: there is nothing to write otherwise")
    }
  }

  func run() throws {
    let model = try options.load()
    var pass = ForwardPass(
      model: model, input: input,
      execution: Execution(threads: execution.threads, exact: exact, runtime: runtime.choice))
    pass.steps = steps
    pass.replacement = replacing.replacement
    try pass.run(dump: dump, output: output)
  }
}
