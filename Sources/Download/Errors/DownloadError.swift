import Files
import Text

/// Why bytes were not fetched.
public enum DownloadError: Failure, Hashable, Sendable {
  /// The text is no address.
  case address(text: String, problem: String)
  /// There is nowhere to fetch from.
  case noAddresses
  /// An environment variable is of no use.
  case setting(variable: String, problem: String)
  /// libcurl, which speaks HTTP, is missing or does not do.
  case noClient(problem: String)
  /// The system refused to write the file, or to read what is there of it.
  case file(FileError)
  /// The disk has too little room; nothing was written.
  case noSpace(path: String, needed: Int, free: Int)
  /// None of the addresses has the bytes; one failure for each, in order.
  case failed([AddressFailure])
}

extension DownloadError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .file(let error): error.category
    case .noSpace: .unwritable
    case .address, .noAddresses: .malformed
    case .setting: .usage
    case .failed, .noClient: .unreadable
    }
  }
}
