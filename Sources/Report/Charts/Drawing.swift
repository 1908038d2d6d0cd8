/// The elements of drawings.
enum Drawing {
  /// A drawing with a name and a description for those who do not see it.
  ///
  /// - Parameter hasLinks: whether parts of it can be followed, which those of a picture cannot.
  static func svg(
    _ id: String, width: Double, height: Double, title: String, description: String,
    styleClass: String = "chart", hasLinks: Bool = false, @NodeBuilder _ children: () -> [Node]
  ) -> Node {
    element(
      "svg",
      [
        "class": styleClass, "role": hasLinks ? "group" : "img",
        "aria-labelledby": "\(id)-title \(id)-desc",
        "viewBox": "0 0 \(Formatting.coordinate(width)) \(Formatting.coordinate(height))",
      ]
    ) {
      element("title", ["id": "\(id)-title"]) { title }
      element("desc", ["id": "\(id)-desc"]) { description }
      children()
    }
  }

  /// A straight line.
  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ styleClass: String
  ) -> Node {
    element(
      "line",
      [
        "class": styleClass, "x1": Formatting.coordinate(x1), "y1": Formatting.coordinate(y1),
        "x2": Formatting.coordinate(x2), "y2": Formatting.coordinate(y2),
      ])
  }

  /// A path.
  static func path(_ path: String, _ styleClass: String) -> Node {
    element("path", ["class": styleClass, "d": path])
  }

  /// A dot.
  static func dot(_ x: Double, _ y: Double, radius: Double, _ styleClass: String) -> Node {
    element(
      "circle",
      [
        "class": styleClass, "cx": Formatting.coordinate(x), "cy": Formatting.coordinate(y),
        "r": Formatting.coordinate(radius),
      ])
  }

  /// A rectangle.
  static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ styleClass: String
  ) -> Node {
    element(
      "rect",
      [
        "class": styleClass, "x": Formatting.coordinate(x), "y": Formatting.coordinate(y),
        "width": Formatting.coordinate(max(width, 0)),
        "height": Formatting.coordinate(max(height, 0)),
      ])
  }

  /// A line of text.
  static func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String = "start", turned: Bool = false,
    styleClass: String? = nil
  ) -> Node {
    let place = "\(Formatting.coordinate(x)) \(Formatting.coordinate(y))"
    return element(
      "text",
      [
        "class": styleClass, "x": Formatting.coordinate(x), "y": Formatting.coordinate(y),
        "text-anchor": anchor, "transform": turned ? "rotate(-90 \(place))" : nil,
      ]
    ) { text }
  }
}
