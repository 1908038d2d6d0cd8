import Files

/// Why a transfer ended, inside of this room.
enum Setback: Error {
  /// The whole download ends: another address would not help.
  case fatal(DownloadError)
  /// This request failed; the address may be tried again or not.
  case failed(FailureReason)
  /// What is there of the file cannot be continued from here; to be tried again from the first byte.
  case startOver

  /// Runs something with files of ours, whose errors end the download.
  static func fatal<R>(_ body: () throws(FileError) -> R) throws(Setback) -> R {
    do throws(FileError) { return try body() } catch { throw .fatal(.file(error)) }
  }
}
