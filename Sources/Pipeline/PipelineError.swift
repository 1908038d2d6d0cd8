import Darknet
import Engine
import Files
import Graph
import ONNX
import Text
import Vision

/// Why a command cannot do its work, sorted by what its exit status says.
public enum PipelineError: LinedError, Sendable {
  /// An input file is not there or cannot be read.
  case unreadable(Lines)
  /// An input file is not what it should be.
  case malformed(Lines)
  /// The output cannot be written.
  case unwritable(Lines)
  /// What was asked for does not go together.
  case usage(Lines)
  /// A fault of ours.
  case fault(Lines)

  /// What went wrong, where, and how to resolve it.
  public var lines: Lines {
    switch self {
    case .unreadable(let text), .malformed(let text), .unwritable(let text), .usage(let text),
      .fault(let text):
      text
    }
  }

  /// The exit status of the command line: 66, 65, 73, 64 or 70, as in `sysexits.h`.
  public var exitStatus: Int32 {
    switch self {
    case .unreadable: 66
    case .malformed: 65
    case .unwritable: 73
    case .usage: 64
    case .fault: 70
    }
  }

  /// What the system refused.
  public init(_ error: FileError) {
    switch error.kind {
    case .unreadable: self = .unreadable("\(error)")
    case .unwritable: self = .unwritable("\(error)")
    }
  }

  init(_ error: ONNXError, path: String) {
    switch error {
    case .file(let error): self.init(error)
    default: self = .malformed("\(path): \(error)")
    }
  }

  init(_ error: PictureError) {
    switch error {
    case .file(let error): self.init(error)
    case .unknownFileType, .notEncodable: self = .unwritable("\(error)")
    default: self = .malformed("\(error)")
    }
  }

  init(_ error: EngineError, path: String? = nil) {
    let text = path.map { "\($0): \(error)" as Lines } ?? "\(error)"
    switch error {
    case .inputType, .inputDoesNotFit, .inputCount, .unsupported, .constants:
      self = .malformed(text)
    case .graph: self = .fault(text)
    }
  }
}
