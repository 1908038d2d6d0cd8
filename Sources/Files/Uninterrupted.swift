import Glibc

/// Asks the system again as long as a signal came between, which is no failure.
///
/// - Parameter call: a call of the system that gives -1 and sets `errno` when it fails.
public func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
