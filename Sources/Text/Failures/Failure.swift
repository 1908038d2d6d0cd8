/// What somebody can do about a failure; the exit status of the command line follows from it.
public enum FailureCategory: Hashable, Sendable {
  /// An input is not there, or cannot be read: name another, or mend the access to it.
  case unreadable
  /// An input is not what it should be: correct it.
  case malformed
  /// An output cannot be written: make room, or name another.
  case unwritable
  /// What was asked for does not go together: ask for something else.
  case usage
  /// A check, a gate or a signature does not hold.
  case refused
  /// A fault of the program's own: report it.
  case fault
}

/// An error of one of the rooms.
///
/// Each room throws its own closed type. Those that call several rooms pass their failures on as they
/// are, so that what ends a command is still what went wrong, with its category.
public protocol Failure: Error, CustomStringConvertible {
  /// What can be done about it.
  var category: FailureCategory { get }
}
