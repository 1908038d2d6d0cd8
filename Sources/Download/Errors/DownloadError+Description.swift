import Text

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
