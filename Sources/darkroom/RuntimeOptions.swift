import ArgumentParser
import Pipeline

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
