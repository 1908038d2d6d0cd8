extension Form where Value == String {
  /// A text in one line.
  static var line: Form {
    Form("a text of one line") { node in
      guard let text = node.text, isLine(text) else { return nil }
      return text
    }
  }

  /// A text of any number of lines, without the white space around it.
  static var paragraph: Form {
    Form("a text") { node in
      guard let text = node.text else { return nil }
      let trimmed = text.trimmingPrefix(while: \.isWhitespace)
      guard let end = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
      return String(trimmed[...end])
    }
  }

  /// What commands call a recipe.
  static var name: Form {
    Form(
      "a name of at most 64 lower-case letters, digits, '.', '-' and '_' that begins with a letter "
        + "or digit"
    ) { node in
      guard let text = node.text, Recipe.isName(text) else { return nil }
      return text
    }
  }

  /// Words with hyphens between them.
  static var slug: Form {
    Form("lower-case words with hyphens between them, such as object-detection") { node in
      guard let text = node.text, text.utf8.count <= 64 else { return nil }
      let words = text.split(separator: "-", omittingEmptySubsequences: false)
      return words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isSmall) } ? text : nil
    }
  }

  /// A path, relative to the recipe unless it begins with `/`.
  static var path: Form {
    Form("a path relative to the recipe") { node in
      guard let text = node.text, isLine(text), !SourceAddress.hasScheme(text) else { return nil }
      return text
    }
  }

  /// A file's name without folders.
  static var fileName: Form {
    Form("the name of a file, without folders and not beginning with '.'") { node in
      guard let text = node.text, SourceAddress.isFileName(text) else { return nil }
      return text
    }
  }

  /// Where something can be had.
  static var address: Form {
    Form("an address") { (node) throws(Misfit) -> String in
      guard let text = node.text else { throw Misfit() }
      if let reason = SourceAddress.refusal(of: text) { throw Misfit(reason: reason) }
      return text
    }
  }

  /// An address of pages that people read.
  static var webAddress: Form {
    Form("an http: or https: address") { node in
      guard let text = node.text, text.hasPrefix("http"), SourceAddress.hasScheme(text),
        SourceAddress.refusal(of: text) == nil
      else { return nil }
      return text
    }
  }

  private static func isSmall(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private static func isLine(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last, text.unicodeScalars.count <= 1000 else {
      return false
    }
    return !first.isWhitespace && !last.isWhitespace
      && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
