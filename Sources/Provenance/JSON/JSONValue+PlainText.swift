extension JSONValue {
  /// A text as it is, anything else in its one spelling; for places that hold only texts.
  var plainText: String { text ?? String(decoding: canonicalBytes, as: UTF8.self) }
}
