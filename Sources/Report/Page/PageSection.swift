/// A part of the page with a headline.
struct PageSection: Sendable {
  /// What links lead to.
  var id: StaticString
  /// The headline.
  var title: String
  /// What follows it.
  var content: [Node]

  /// Creates a section.
  init(_ id: StaticString, _ title: String, @NodeBuilder _ content: () -> [Node]) {
    self.id = id
    self.title = title
    self.content = content()
  }

  /// The whole of it.
  var node: Node {
    element("section", ["id": "\(id)", "aria-labelledby": "\(id)-title"]) {
      element("h2", ["id": "\(id)-title"]) { title }
      content
    }
  }
}

/// Wide things on narrow pages.
enum Scrolling {
  /// A part of the page that scrolls sideways, also with the keyboard.
  static func region(_ label: String, @NodeBuilder _ content: () -> [Node]) -> Node {
    element(
      "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": label], content)
  }
}
