import Files
import Text

/// Why ONNX Runtime cannot be used, or does not run a model.
public enum RuntimeError: Failure, LinedError, Hashable, Sendable {
  /// There is no library in any of the usual places; what was said of each.
  case absent(tried: [String])
  /// The library, or the model, is not there or cannot be read.
  case file(FileError)
  /// The file cannot be loaded as a library, for the reason the loader gives.
  case notALibrary(path: String, reason: String)
  /// A library, but not ONNX Runtime.
  case notOnnxRuntime(path: String, reason: String)
  /// ONNX Runtime does not take the model, for the reason it gives.
  case refused(model: String, message: String)
  /// ONNX Runtime stopped while it ran the model, for the reason it gives.
  case failed(model: String, message: String)
  /// An input or output of the model is not a tensor of numbers that can be given or taken here.
  case unsupported(model: String, name: String, found: String)
  /// The caller gave another number of inputs than the model has.
  case inputCount(model: String, expected: Int, found: Int)
  /// The caller's input does not have as many values as its shape, or not the shape of the model's.
  case inputDoesNotFit(name: String, expected: String, shape: [Int], count: Int)

  /// What went wrong, and how to resolve it.
  public var lines: Lines {
    switch self {
    case .absent(let tried):
      "ONNX Runtime is not here; \(RuntimeError.remedy). Looked for:"
        + tried.map { "\n  \($0)" }.joined(separator: "")
    case .file(let error): "\(error)"
    case .notALibrary(let path, let reason):
      "\(path): cannot be loaded as a library (\(reason)); \(RuntimeError.remedy)"
    case .notOnnxRuntime(let path, let reason):
      "\(path): is not ONNX Runtime (\(reason)); \(RuntimeError.remedy)"
    case .refused(let model, let message): "\(model): ONNX Runtime refuses it: \(message)"
    case .failed(let model, let message): "\(model): ONNX Runtime fails: \(message)"
    case .unsupported(let model, let name, let found):
      "\(model): '\(name)' is \(found), where a tensor of numbers is needed (float32 for an input)"
    case .inputCount(let model, let expected, let found):
      "\(model): takes \(expected) inputs, but \(found) were given"
    case .inputDoesNotFit(let name, let expected, let shape, let count):
      "input \(name) has the shape \(expected), but \(count) values of the shape "
        + "\(shape.map(String.init).joined(separator: "x")) were given"
    }
  }

  private static let remedy: Lines =
    "install it with `pip install onnxruntime` in a virtual environment and activate that, or "
    + "name its libonnxruntime.so\(with: .onnxRuntime) or in DARKROOM_ONNXRUNTIME"
}

extension RuntimeError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .file(let error): error.category
    case .absent: .unreadable
    case .notALibrary, .notOnnxRuntime, .refused, .failed, .unsupported, .inputCount,
      .inputDoesNotFit:
      .malformed
    }
  }
}
