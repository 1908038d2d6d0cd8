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

/// Why one address did not give the bytes.
public struct AddressFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The address without what may be secret.
  public let url: String
  /// How many requests were made.
  public let attempts: Int
  /// What went wrong in the last of them.
  public let reason: FailureReason

  /// `url: reason`.
  public var description: String {
    attempts > 1 ? "\(url): \(reason) (tried \(attempts) times)" : "\(url): \(reason)"
  }
}

extension DownloadError: LinedError {
  /// What was found, what was expected, where, and how to resolve it.
  public var lines: Lines {
    switch self {
    case .address(let text, let problem): "\(text) \(problem)"
    case .noAddresses: "there is no address to download from; give one"
    case .setting(let variable, let problem): "the environment variable \(variable) \(problem)"
    case .noClient(let problem):
      "libcurl, which reads web addresses, \(problem); install it (the package libcurl4 of Debian and "
        + "Ubuntu, libcurl of others), or fetch the file by other means and give its path"
    case .file(let error): "\(error)"
    case .noSpace(let path, let needed, let free):
      "\(path): needs \(needed) bytes of room, but \(free) are free on its disk; make room or "
        + "choose another folder"
    case .failed(let failures): DownloadError.list(failures)
    }
  }

  private static func list(_ failures: [AddressFailure]) -> Lines {
    guard failures.count != 1 else { return failures.map { "\($0)" }.joined() }
    let lines = failures.map { "\n  \($0)" as Lines }.joined(separator: "")
    return "none of \(failures.count) addresses has the file:\(lines)"
  }
}
