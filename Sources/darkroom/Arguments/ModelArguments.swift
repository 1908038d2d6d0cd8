import ArgumentParser
import Graph
import Pipeline
import Text

/// A model and, for a cfg, its weights.
struct ModelOptions: ParsableArguments {
  @Argument(help: "An .onnx file, or a .cfg file.", completion: .file(extensions: ["onnx", "cfg"]))
  var model: String

  @Option(
    help: ArgumentHelp(
      "The weights of a .cfg; the file of the same name beside it when not given.",
      valueName: "file"),
    completion: .file(extensions: ["weights"]))
  var weights: String?

  @OptionGroup var foreign: ContractArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func load(batch: Int? = nil) throws -> Model {
    let model = try Model.load(
      path: model, weights: weights, batch: batch, contract: foreign.path)
    if !quiet { for warning in model.warnings { Console.note("\(warning)") } }
    return model
  }
}

/// What an ONNX file of another program is taken for.
struct ContractArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      For an ONNX file of another program: the cfg that it was trained with. Its outputs are taken for \
      the raw heads of the cfg, by their shapes; what is assumed is reported.
      """, valueName: "file"),
    completion: .file(extensions: ["cfg"]))
  var cfg: String?

  @Option(
    help: ArgumentHelp(
      "The same with a model that darkroom converted, in place of a cfg.", valueName: "model.onnx"),
    completion: .file(extensions: ["onnx"]))
  var contract: String?

  /// The file that is lent from.
  var path: String? { cfg ?? contract }

  func validate() throws {
    guard cfg == nil || contract == nil else {
      throw ValidationError("--cfg and --contract say the same; give one of them")
    }
  }
}

/// `--batch N|dynamic`.
struct BatchArgument: ExpressibleByArgument {
  var batch: Batch

  init(batch: Batch) { self.batch = batch }

  init?(argument: String) {
    if argument == "dynamic" {
      batch = .dynamic
    } else if let count = Int(argument), (1...65536).contains(count) {
      batch = .fixed(count)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch batch {
    case .fixed(let count): "\(count)"
    case .dynamic: "dynamic"
    }
  }
}

/// What runs a model.
struct RuntimeOptions: ParsableArguments {
  @Option(
    help: """
      What runs the model: native, the engine of darkroom, or onnxruntime, a second opinion on \
      .onnx files.
      """)
  var runtime = RuntimeArgument.native

  @Option(
    name: .customLong("onnxruntime"),
    help: ArgumentHelp(
      """
      The library of ONNX Runtime; when not given DARKROOM_ONNXRUNTIME, the installed one, or \
      that of the active virtual environment.
      """, valueName: "libonnxruntime.so"),
    completion: .file())
  var library: String?

  /// The same in terms of the library.
  var choice: Execution.Runtime {
    switch runtime {
    case .native: .native
    case .onnxruntime: .onnxRuntime(library: library)
    }
  }

  func validate() throws {
    guard library == nil || runtime == .onnxruntime else {
      throw ValidationError("--onnxruntime goes with --runtime onnxruntime")
    }
  }
}

enum RuntimeArgument: String, ExpressibleByArgument, CaseIterable {
  case native, onnxruntime
}

/// How the engine runs a model.
struct ExecutionOptions: ParsableArguments {
  @Option(help: "The threads that share the work; as many as there are cores when not given.")
  var threads: Int?

  func validate() throws {
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads is 1 to 1024")
    }
  }
}
