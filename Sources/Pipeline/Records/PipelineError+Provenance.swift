import Files
import Provenance

extension PipelineError {
  /// A document that cannot be used.
  public init(_ error: DocumentError) {
    if case .file(let error) = error {
      self.init(error)
    } else {
      self = .malformed(error.description)
    }
  }

  /// A key that cannot be used.
  public init(_ error: KeyError) {
    switch error.exitStatus {
    case 66: self = .unreadable(error.description)
    case 73: self = .unwritable(error.description)
    default: self = .malformed(error.description)
    }
  }
}
