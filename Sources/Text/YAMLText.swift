/// The spelling of texts in YAML.
package enum YAMLText {
  /// A text in double quotes on one line, read alike by YAML 1.1 and 1.2.
  ///
  /// - Parameter others: what is escaped besides, for readers that take it for something else.
  package static func quoted(_ text: String, escaping others: Set<Unicode.Scalar> = []) -> String {
    "\"" + text.unicodeScalars.map { escape($0, others) }.joined() + "\""
  }

  /// A character within double quotes.
  private static func escape(_ scalar: Unicode.Scalar, _ others: Set<Unicode.Scalar>) -> String {
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    case _ where scalar.isPrintable && !others.contains(scalar): String(scalar)
    case _ where scalar.value > 0xFFFF: "\\U" + hexadecimal(scalar.value, digits: 8)
    default: "\\u" + hexadecimal(scalar.value, digits: 4)
    }
  }
}
