/// What the lines of a chart are.
enum Legend {
  /// One entry: a short piece of the line and its name.
  static func entry(_ styleClass: String, _ label: String) -> Node {
    element("li") {
      element(
        "svg", ["class": "sample", "viewBox": "0 0 36 12", "aria-hidden": "true"]
      ) {
        switch styleClass {
        case "weights": Drawing.rectangle(15, 3, 6, 6, "weights")
        case "range": Drawing.rectangle(2, 0, 32, 12, "range")
        case "bars": Drawing.rectangle(2, 0, 32, 12, "bars")
        default: Drawing.line(1, 6, 35, 6, styleClass)
        }
        if styleClass.hasSuffix("solid") { Drawing.dot(18, 6, radius: 3.6, "point") }
      }
      label
    }
  }

  /// The list.
  static func list(@NodeBuilder _ entries: () -> [Node]) -> Node {
    element("ul", ["class": "legend"], entries)
  }
}
