import Provenance
import Text

/// An error of a signature, whose exit status is its own: 1 where it does not hold.
struct Failure: LinedError {
  let lines: Lines
  let exitStatus: Int32

  init(_ error: SignatureError) {
    lines = error.lines
    exitStatus = error.exitStatus
  }
}
