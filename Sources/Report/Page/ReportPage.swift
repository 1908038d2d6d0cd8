import Pipeline

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
    self.title = title.flatMap { $0.isEmpty ? nil : $0 } ?? sources.name ?? "Model"
  }

  /// The text of the page; the same sources and images give the same.
  ///
  /// - Throws: `ReportError` when images that detections are in cannot be read, all of them at
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
        if sources.hasBaseline { Node.style(StyleSheet.baseline) }
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
      columns, try images(), accuracy, classification, curves, layers, histograms, cost, runtimes,
      findings,
      provenance,
      protocols,
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

extension ReportPage {
  /// Size and speed.
  var cost: PageSection? {
    let bytes = sources.bytes
    guard !bytes.isEmpty || !sources.profiles.isEmpty else { return nil }
    return PageSection("cost", "Size and speed") {
      if !bytes.isEmpty { sizes(bytes) }
      if !sources.profiles.isEmpty {
        DataTable(
          caption: "Time of one run, the median",
          head: ["model", "time", "threads", "instructions"],
          rows: sources.profiles.map { profile in
            [
              .init(profile.side.label), .init(Formatting.milliseconds(profile.value.milliseconds)),
              .init(Formatting.count(profile.value.threads)), .init(profile.value.instructionSet),
            ]
          }
        ).node
        sources.profiles.map(steps)
      }
    }
  }

  private func sizes(_ bytes: PerModel<Int>) -> Node {
    let rows = bytes.known.map { side, count in
      [DataTable.Cell(side.label), .init(Formatting.bytes(count)), .init(Formatting.count(count))]
    }
    return DataTable(caption: "Size of the model", head: ["model", "size", "bytes"], rows: rows)
      .node
  }

  /// The steps that take longest.
  private func steps(_ profile: Sided<ProfileReport>) -> Node {
    let sum = profile.value.steps.reduce(0) { $0 + $1.milliseconds }
    let slowest = profile.value.steps.enumerated().sorted {
      $0.element.milliseconds == $1.element.milliseconds
        ? $0.offset < $1.offset : $0.element.milliseconds > $1.element.milliseconds
    }.prefix(10).map(\.element)
    let rows = slowest.map { step in
      [
        DataTable.Cell(step.name), .init("\(Formatting.fixed(step.milliseconds, 3)) ms"),
        .init(
          sum > 0 ? "\(Formatting.fixed(100 * step.milliseconds / sum, 1)) %" : Formatting.none),
      ]
    }
    return element("details") {
      element("summary") {
        "The slowest of \(Formatting.plural(profile.value.steps.count, "step", "steps")), "
          + profile.side.label
      }
      DataTable(
        caption: "Slowest steps, \(profile.side.label)", head: ["step", "time", "part"], rows: rows
      ).node
    }
  }
}
