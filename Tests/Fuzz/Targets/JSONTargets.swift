import JSON

extension FuzzTarget {
  /// The strict reader of records, manifests and signatures.
  static let json = FuzzTarget("json") { bytes in
    do throws(JSONSyntaxError) {
      let value = try JSONValue(parsing: bytes)
      // By bytes, since Swift holds texts for equal that only look alike.
      let canonical = value.canonicalBytes
      let again = requireRead("canonical JSON") { () throws(JSONSyntaxError) in
        try JSONValue(parsing: canonical)
      }
      require(again.canonicalBytes == canonical, "canonical JSON is read otherwise")
      let indented = requireRead("indented JSON") { () throws(JSONSyntaxError) in
        try JSONValue(parsing: Array(value.indentedText.utf8))
      }
      require(indented.canonicalBytes == canonical, "indented JSON is read otherwise")
    } catch {
      requireMessage(error)
      require(
        (0...bytes.count).contains(error.offset) && error.line >= 1 && error.column >= 1,
        "an error at no place: \(error)")
    }
  }
}
