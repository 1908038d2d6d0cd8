/// Where the first word of a line begins, and with it how deep mappings and lists without brackets
/// can be nested: each begins further right than the one around it.
struct Indentation {
  private var column = 0
  private var isLeading = true
  private var isBlank = true
  private var isBehindIndicator = false

  /// Takes the next character; the number of columns in front of the first word when that begins.
  mutating func take(_ scalar: Unicode.Scalar) -> Int? {
    if scalar == "\n" {
      let depth = isLeading && !isBlank ? column : nil
      self = Indentation()
      return depth
    }
    guard isLeading else { return nil }
    switch scalar {
    case " ", "\r": isBehindIndicator = false
    case "-", "?", ":":
      // Two of them together are a word.
      if isBehindIndicator { return end() }
      isBehindIndicator = true
      isBlank = false
    case "#" where isBlank: isLeading = false
    default: return end()
    }
    column += 1
    return nil
  }

  private mutating func end() -> Int {
    isLeading = false
    return column
  }
}
