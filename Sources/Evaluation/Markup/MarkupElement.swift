/// An element of an XML text; attributes are not kept.
struct MarkupElement: Sendable {
  let name: String
  /// The line on which it begins, counted from 1.
  let line: Int
  /// What stands between its tags, outside of its children, without white space at the ends.
  var text = ""
  var children: [MarkupElement] = []

  /// The first child of a name.
  func child(_ name: String) -> MarkupElement? { children.first { $0.name == name } }
}
