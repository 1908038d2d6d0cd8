import Report

extension FuzzTarget {
  /// What reports are made from; a page is made of what is read.
  static let report = FuzzTarget("report", maximumLength: 8192) { bytes in
    let folder = ScratchFolder()
    do throws(ReportError) {
      let page = ReportPage(try ReportSources(paths: [folder.file("input.json", bytes)]))
      require(try page.html().hasSuffix("</html>\n"), "a page that does not end")
    } catch { requireMessage(error) }
  }
}
