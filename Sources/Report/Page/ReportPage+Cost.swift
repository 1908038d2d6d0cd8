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
              .init(profile.side.label), .init(Figure.milliseconds(profile.value.milliseconds)),
              .init(Figure.count(profile.value.threads)), .init(profile.value.instructionSet),
            ]
          }
        ).node
        sources.profiles.map(steps)
      }
    }
  }

  private func sizes(_ bytes: Pair<Int>) -> Node {
    let rows = [(Side.float, bytes.float), (.int8, bytes.int8)].compactMap { side, count in
      count.map { [DataTable.Cell(side.label), .init(Figure.bytes($0)), .init(Figure.count($0))] }
    }
    return DataTable(caption: "Size of the model", head: ["model", "size", "bytes"], rows: rows)
      .node
  }

  /// The steps that take longest.
  private func steps(_ profile: Sided<ProfileInput>) -> Node {
    let sum = profile.value.steps.reduce(0) { $0 + $1.milliseconds }
    let slowest = profile.value.steps.enumerated().sorted {
      $0.element.milliseconds == $1.element.milliseconds
        ? $0.offset < $1.offset : $0.element.milliseconds > $1.element.milliseconds
    }.prefix(10).map(\.element)
    let rows = slowest.map { step in
      [
        DataTable.Cell(step.name), .init("\(Figure.fixed(step.milliseconds, 3)) ms"),
        .init(sum > 0 ? "\(Figure.fixed(100 * step.milliseconds / sum, 1)) %" : Figure.none),
      ]
    }
    return element("details") {
      element("summary") {
        "The slowest of \(Figure.plural(profile.value.steps.count, "step", "steps")), "
          + profile.side.label
      }
      DataTable(
        caption: "Slowest steps, \(profile.side.label)", head: ["step", "time", "part"], rows: rows
      ).node
    }
  }
}
