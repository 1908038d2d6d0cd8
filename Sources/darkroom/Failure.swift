import Provenance

/// An error of a signature, whose exit status is its own: 1 where it does not hold.
struct Failure: Error, CustomStringConvertible {
  let description: String
  let exitStatus: Int32

  init(_ error: SignatureError) {
    description = error.description
    exitStatus = error.exitStatus
  }
}
