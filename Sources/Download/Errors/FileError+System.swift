import Files
import Glibc

extension FileError {
  /// An error from the C library's error number.
  static func system(_ kind: Kind, _ path: String, code: Int32 = errno) -> FileError {
    FileError(kind: kind, path: path, errno: code)
  }
}
