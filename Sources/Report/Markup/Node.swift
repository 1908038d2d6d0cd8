/// A piece of a page.
///
/// Names of elements and attributes can only be written in the program; all that comes from
/// elsewhere is text or the value of an attribute, and is escaped.
indirect enum Node: Sendable {
  /// Text that people read.
  case text(String)
  /// An element with its attributes.
  case element(StaticString, [(name: StaticString, value: String)], [Node])
  /// The style sheet.
  case style(StaticString)
}

/// An element; attributes that are nil are left out.
func element(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
  @NodeBuilder _ children: () -> [Node] = { [] }
) -> Node {
  .element(
    name, attributes.compactMap { entry in entry.value.map { (entry.key, $0) } }, children())
}
