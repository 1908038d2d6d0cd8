/// Tells of progress, not more often than is of use.
struct Meter {
  private static let step = 1 << 16

  let url: String
  let report: (@Sendable (DownloadProgress) -> Void)?
  private var last = 0

  init(url: String, report: (@Sendable (DownloadProgress) -> Void)?) {
    self.url = url
    self.report = report
  }

  /// Tells how many bytes are there, if that is news enough.
  ///
  /// - Parameter isForced: whether it is told in any case.
  mutating func report(_ done: Int, of total: Int?, isForced: Bool) {
    guard let report, isForced || done >= last + Meter.step || done == total else { return }
    last = done
    report(DownloadProgress(url: url, done: done, total: total))
  }
}
