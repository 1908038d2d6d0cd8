import Files
import Provenance
import Text

extension PipelineError {
  /// A document that cannot be used.
  public init(_ error: DocumentError) {
    if case .file(let error) = error {
      self.init(error)
    } else {
      self = .malformed("\(error)")
    }
  }

  /// A key that cannot be used.
  public init(_ error: KeyError) {
    switch error.exitStatus {
    case 66: self = .unreadable("\(error)")
    case 73: self = .unwritable("\(error)")
    default: self = .malformed("\(error)")
    }
  }
}
