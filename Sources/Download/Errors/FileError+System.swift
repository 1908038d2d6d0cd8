import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension FileError {
  /// An error from the C library's error number.
  static func system(_ kind: Kind, _ path: String, code: Int32 = errno) -> FileError {
    let remedy =
      switch code {
      case ENOENT: "; create the folder first"
      case EACCES, EPERM, EROFS: "; check the permissions"
      case ENOSPC, EDQUOT: "; make room or write elsewhere"
      case EFBIG: "; it is larger than the system or `ulimit -f` allows"
      default: ""
      }
    return FileError(kind: kind, path: path, message: String(cString: strerror(code)) + remedy)
  }
}
