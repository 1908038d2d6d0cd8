/// The spelling of texts in Python.
package enum PythonText {
  /// A text as a literal of Python on one line, of ASCII alone.
  package static func quoted(_ text: String) -> String {
    "'" + text.unicodeScalars.map(escape).joined() + "'"
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'", "\\": "\\\(scalar)"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    case _ where scalar.isASCII && scalar.isPrintable: String(scalar)
    case _ where scalar.value > 0xFFFF: "\\U" + hexadecimal(scalar.value, digits: 8)
    default: "\\u" + hexadecimal(scalar.value, digits: 4)
    }
  }
}
