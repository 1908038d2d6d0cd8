import Testing

import Text

struct PythonTextTests {
  @Test(
    "A literal of Python is ASCII on one line",
    arguments: [
      ("plain", "'plain'"), ("it's", #"'it\'s'"#), (#"a\b"#, #"'a\\b'"#), ("\"", "'\"'"),
      ("a\nb\t\r", #"'a\nb\t\r'"#), ("é", #"'\u00E9'"#), ("\u{1F600}", #"'\U0001F600'"#),
      ("\u{1B}", #"'\u001B'"#), ("", "''"),
    ])
  func quoted(text: String, literal: String) {
    #expect(PythonText.quoted(text) == literal)
  }
}
