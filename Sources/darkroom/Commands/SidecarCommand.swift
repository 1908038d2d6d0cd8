import ArgumentParser
import Pipeline
import Text

struct SidecarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidecar",
    abstract: "Write the files that another program reads beside a model.",
    discussion: """
      Configuration, class names and lists of nodes, made of the metadata of an .onnx file, together \
      with a copy of the model: a folder for the machine where the program runs. The programs:
      \(SidecarReceiver.all.map { "  \($0.name): \($0.purpose)" }.joined(separator: "\n"))
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("The program that is to read them.", valueName: "program"))
  var receiver: ReceiverArgument

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write the files.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp(
      "Class names, one on each line; those in the model when not given.", valueName: "file"),
    completion: .file())
  var names: String?

  @Option(
    help: ArgumentHelp(
      """
      For hailo and rknn: images that the program quantizes with, a folder, or a list of \
      paths. They are fitted into the input of the model.
      """, valueName: "folder|list"),
    completion: .directory)
  var images: String?

  @Option(
    help: """
      For deepstream and triton, with a model whose batch is free: the most images of a run; 1 and 8 \
      when not given.
      """)
  var batch: Int?

  @OptionGroup var replacing: ReplacementArguments

  func validate() throws {
    guard batch.map({ (1...65536).contains($0) }) ?? true else {
      throw ValidationError("--batch is 1 to 65536")
    }
  }

  func run() throws {
    var run = SidecarRun(try options.load(), for: receiver.receiver)
    run.names = names
    run.images = images
    run.batch = batch
    run.replacement = replacing.replacement
    let outcome = try run.write(to: output)
    if !options.quiet { for note in outcome.notes { Console.note(note) } }
    try Console.result(outcome.files.map { "\($0)" as Lines }.joined())
  }
}

/// `--for NAME`.
struct ReceiverArgument: ExpressibleByArgument {
  let receiver: SidecarReceiver

  init?(argument: String) {
    guard let receiver = SidecarReceiver.named(argument) else { return nil }
    self.receiver = receiver
  }

  static var allValueStrings: [String] { SidecarReceiver.all.map(\.name) }
}
