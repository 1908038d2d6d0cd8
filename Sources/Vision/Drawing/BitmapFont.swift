/// Letters as rows of bits, from the glyph sheet.
struct BitmapFont {
  /// The columns of a glyph and the blank one after it.
  static let advance = GlyphSheet.glyphWidth + 1
  /// The rows of a glyph, two of them for descenders.
  static let height = GlyphSheet.glyphHeight

  static let standard = BitmapFont(bands: GlyphSheet.bands)

  /// For each glyph its rows from the top; bit 0 is the left column.
  private let glyphs: [[UInt8]]

  private init(bands: String) {
    var glyphs: [[UInt8]] = []
    let lines = bands.split(separator: "\n").map { $0.split(separator: " ") }
    for index in 0..<GlyphSheet.glyphCount {
      let (band, place) = index.quotientAndRemainder(dividingBy: GlyphSheet.glyphsPerBand)
      let rows = lines.dropFirst(band * GlyphSheet.glyphHeight).prefix(GlyphSheet.glyphHeight)
      glyphs.append(rows.map { row in row.dropFirst(place).first.map(Self.bits) ?? 0 })
    }
    self.glyphs = glyphs
  }

  private static func bits(_ row: Substring) -> UInt8 {
    row.utf8.enumerated().reduce(0) { bits, pixel in
      pixel.element == UInt8(ascii: "#") ? bits | 1 << UInt8(pixel.offset) : bits
    }
  }

  /// The rows of a character's glyph; an empty box for what is not printable ASCII.
  func rows(of character: Character) -> [UInt8] {
    guard let code = character.asciiValue, (32...126).contains(code) else {
      return glyphs[GlyphSheet.glyphCount - 1]
    }
    return glyphs[Int(code) - 32]
  }

  /// The columns that a text takes, without the blank after its last letter.
  static func width(of text: String) -> Int { max(0, text.count * advance - 1) }
}
