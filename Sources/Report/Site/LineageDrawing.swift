/// What was made from what, as a picture: a row for each step, what went in at the left.
struct LineageDrawing {
  let steps: [SiteModel.Step]

  private static let (left, middle, right) = (10.0, 420.0, 560.0)
  private static let (boxWidth, boxHeight, gap) = (300.0, 40.0, 10.0)

  /// The drawing.
  var node: Node {
    var y = 10.0
    var nodes: [Node] = []
    for step in steps {
      let height = Double(step.inputs.count) * (Self.boxHeight + Self.gap)
      let center = y + (height - Self.gap) / 2
      for (index, input) in step.inputs.enumerated() {
        let top = y + Double(index) * (Self.boxHeight + Self.gap)
        nodes += box(input, Self.left, top, "thing")
        nodes.append(
          curve(Self.left + Self.boxWidth, top + Self.boxHeight / 2, Self.middle - 4, center))
      }
      nodes.append(
        Drawing.text(
          step.action, Self.middle + 50, center + 4, anchor: "middle", styleClass: "strong"))
      nodes.append(curve(Self.middle + 100, center, Self.right, center))
      nodes += box(step.output, Self.right, center - Self.boxHeight / 2, "made")
      y += max(height, Self.boxHeight + Self.gap) + 14
    }
    return Drawing.svg(
      "lineage-drawing", width: 880, height: y, title: "What was made from what",
      description: description, styleClass: "chart lineage-drawing"
    ) { nodes }
  }

  private func box(_ thing: SiteModel.Step.Thing, _ x: Double, _ y: Double, _ style: String)
    -> [Node]
  {
    let facts = [thing.license, thing.digest.map { String($0.prefix(12)) }].compactMap(\.self)
    return [
      Drawing.rectangle(x, y, Self.boxWidth, Self.boxHeight, style),
      Drawing.text(
        short("\(thing.role): \(thing.name)"), x + 9, y + 17, styleClass: "strong"),
      Drawing.text(short(facts.joined(separator: " · ")), x + 9, y + 32),
    ]
  }

  private func short(_ text: String) -> String {
    text.count > 36 ? text.prefix(20) + "…" + text.suffix(15) : text
  }

  private func curve(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Node {
    let half = (x1 + x2) / 2
    let numbers = [x1, y1, half, y1, half, y2, x2, y2].map(Formatting.coordinate)
    return Drawing.path(
      "M\(numbers[0]) \(numbers[1]) C\(numbers[2]) \(numbers[3]) \(numbers[4]) \(numbers[5]) "
        + "\(numbers[6]) \(numbers[7])", "link")
  }

  private var description: String {
    steps.map { step in
      let inputs = step.inputs.map { "\($0.role) \($0.name)" }.joined(separator: ", ")
      return "\(step.action) made \(step.output.name) from \(inputs)"
    }.joined(separator: "; ") + "."
  }
}
