import Text

extension FailureCategory {
  /// The exit status of the command line, as in `sysexits.h`; 1 where something does not hold.
  var exitStatus: Int32 {
    switch self {
    case .refused: 1
    case .usage: 64
    case .malformed: 65
    case .unreadable: 66
    case .fault: 70
    case .unwritable: 73
    }
  }
}
