/// Wide things on narrow pages.
enum Scrolling {
  /// A part of the page that scrolls sideways, also with the keyboard.
  static func region(_ label: String, @NodeBuilder _ content: () -> [Node]) -> Node {
    element(
      "div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": label], content)
  }
}
