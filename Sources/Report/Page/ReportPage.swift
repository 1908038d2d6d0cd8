/// A report as one HTML page that needs nothing but itself.
public struct ReportPage: Sendable {
  /// What it is made from.
  let sources: ReportSources
  /// Its headline.
  let title: String

  /// Creates a page.
  ///
  /// - Parameter title: the headline; the model's name when it is nil or empty.
  public init(_ sources: ReportSources, title: String? = nil) {
    self.sources = sources
    self.title = title.flatMap { $0.isEmpty ? nil : $0 } ?? sources.name ?? "Detector"
  }

  /// The text of the page; the same sources and pictures give the same.
  ///
  /// - Throws: `ReportError` when pictures that detections are in cannot be read, all of them at
  ///   once.
  public func html() throws(ReportError) -> String {
    let sections = try self.sections()
    var html = "<!DOCTYPE html>"
    let page = element("html", ["lang": "en"]) {
      element("head") {
        element("meta", ["charset": "utf-8"])
        element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        element("meta", ["name": "color-scheme", "content": "light dark"])
        element("meta", ["name": "generator", "content": "darkroom report"])
        element("title") { "\(title) – report" }
        Node.style(StyleSheet.text)
      }
      element("body") {
        element("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
        header
        navigation(sections)
        element("main", ["id": "content"]) { sections.map(\.node) }
        element("footer") {
          element("p") {
            "Made by darkroom report from the JSON of other commands. "
              + "Everything shown is in this file."
          }
        }
      }
    }
    page.write(to: &html)
    return html + "\n"
  }

  /// Everything there is something for, in order.
  private func sections() throws(ReportError) -> [PageSection] {
    [
      try pictures(), accuracy, curves, layers, histograms, cost, findings, provenance, protocols,
    ].compactMap(\.self)
  }

  private func navigation(_ sections: [PageSection]) -> Node? {
    guard sections.count > 1 else { return nil }
    return element("nav", ["aria-label": "Sections"]) {
      element("ul") {
        for section in sections {
          element("li") { element("a", ["href": "#\(section.id)"]) { section.title } }
        }
      }
    }
  }
}
