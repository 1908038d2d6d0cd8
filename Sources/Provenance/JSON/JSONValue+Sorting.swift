extension [String: JSONValue] {
  /// The members in the order that JSON of ours is written in.
  var inOrder: [(key: String, value: JSONValue)] {
    sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
