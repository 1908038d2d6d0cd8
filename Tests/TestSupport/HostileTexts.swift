/// Texts that do harm where a terminal, a page or a document takes them for more than texts.
public enum HostileTexts {
  /// Each stands for a kind.
  public static let fixed: [String] = [
    // Terminals: colours, titles, cleared screens, the bell, C1 as one scalar, DEL.
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{1B}[2J\u{1B}[H", "bell\u{7}", "a\u{8}b",
    "\u{9B}31m", "\u{7F}gone", "\u{0}nil", "a\rb", "a\u{B}b\u{C}c",
    // Lines that nobody wrote.
    "name\nok  model.onnx", "a\r\nholds   everything", "a\u{85}b", "a\u{2028}b", "a\u{2029}b",
    "tab\there",
    // The direction of writing, and what does not show.
    "\u{202E}gnp.exe", "\u{2066}x\u{2069}", "\u{200E}\u{200F}\u{61C}", "a\u{200B}b\u{FEFF}c",
    "a\u{AD}b", "tag\u{E0041}", "\u{3164}", "\u{E000}", "\u{10FFFF}", "\u{FFFE}", "\u{378}",
    // Markdown and HTML, also with a mark that joins the one before it.
    "`code`", "`\u{301}<b>x</b>`", "``\u{301} `", "a|b", "a\\|b", "a\\\\|b", "|\u{338}", "\\",
    "trailing\\", "[x](javascript:alert(1))", "![x](y)", "<script>alert(1)</script>", "<!-- x",
    "&lt;b&gt;", "&#60;b>", "<\u{338}b>", "\"'", "\"\u{301} onload=x", "*a* _b_ **c** ~~d~~",
    "# head", "1. one", "1) one", "- list", "+ list", "= =", "    code", "> quote", "***", "---",
    "<https://example.org>", "$x$", "]", ")", "{x}", " ", "  both  ", "` `", " ` ",
    // YAML and shells.
    ": x", "a: b", "#", "- a", "'", "'\u{301}; id; '", "\"", "\\n", "%", "@x", "!tag", "&anchor",
    "*alias", "yes", "1e3", "~", "null", "{}", "[]", "? x", "| x", "$(id)", "`id`",
    // Letters that must come through.
    "José", "Jose\u{301}", "日本語", "عربى", "\u{1F600}", "❤\u{FE0F}", "x\u{300}\u{301}\u{302}",
    String(repeating: "long ", count: 400),
  ]

  /// Some made of pieces of those and of single scalars, the same for the same seed.
  public static func random(_ count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    let pieces =
      fixed.filter { $0.utf8.count < 40 }
      + ["`", "``", "|", "\\", "<", ">", "&", "\"", "'", "\n", "\r\n", "\u{301}", "\u{338}", " "]
    return (0..<count).map { _ in
      var text = ""
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        if Bool.random(using: &generator) {
          text += pieces.randomElement(using: &generator) ?? ""
        } else {
          // Mostly of the first planes, where what matters is.
          let limit: UInt32 =
            [0x80, 0x300, 0x3000, 0x11_0000].randomElement(using: &generator) ?? 1
          let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator))
          text.unicodeScalars.append(scalar ?? "?")
        }
      }
      return text
    }
  }

  /// What in a text a terminal would act upon or readers could not see; tabs are among it, line feeds
  /// are not.
  public static func harm(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0xAD, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
        0xFEFF, 0xE000...0xF8FF, 0xE0000...0xE007F, 0xF0000...0x10FFFF, 0xFFFE, 0xFFFF:
        true
      default: false
      }
    }
  }
}
