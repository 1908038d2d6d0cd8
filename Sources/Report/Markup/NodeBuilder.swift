/// Puts the pieces of a page one after the other.
@resultBuilder
enum NodeBuilder {
  static func buildExpression(_ text: String) -> [Node] { [.text(text)] }
  static func buildExpression(_ node: Node) -> [Node] { [node] }
  static func buildExpression(_ node: Node?) -> [Node] { node.map { [$0] } ?? [] }
  static func buildExpression(_ nodes: [Node]) -> [Node] { nodes }
  static func buildBlock(_ parts: [Node]...) -> [Node] { parts.flatMap(\.self) }
  static func buildOptional(_ nodes: [Node]?) -> [Node] { nodes ?? [] }
  static func buildEither(first nodes: [Node]) -> [Node] { nodes }
  static func buildEither(second nodes: [Node]) -> [Node] { nodes }
  static func buildArray(_ parts: [[Node]]) -> [Node] { parts.flatMap(\.self) }
}
