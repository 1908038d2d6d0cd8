/// A colour for each class, the same in every run and image.
enum Palette {
  /// Neighbouring indices lie far apart on the colour wheel: each turns it by the golden ratio, and
  /// every eight classes the brightness changes.
  static func color(forClass index: Int) -> Color {
    let turn = Double(index & 0xFFFF) * 0.618_033_988_749_895 + 0.03
    let hue = (turn - turn.rounded(.down)) * 6
    let tones: [(saturation: Double, value: Double)] = [(0.85, 1), (0.6, 1), (0.95, 0.75)]
    let tone = tones[(index & 0xFFFF) / 8 % tones.count]
    // One of the six sectors between pure colours; the third component runs between the extremes.
    let sector = hue.rounded(.down)
    let fraction = hue - sector
    let low = tone.value * (1 - tone.saturation)
    let falling = tone.value * (1 - tone.saturation * fraction)
    let rising = tone.value * (1 - tone.saturation * (1 - fraction))
    let (red, green, blue) =
      switch Int(sector) {
      case 0: (tone.value, rising, low)
      case 1: (falling, tone.value, low)
      case 2: (low, tone.value, rising)
      case 3: (low, falling, tone.value)
      case 4: (rising, low, tone.value)
      default: (tone.value, low, falling)
      }
    func byte(_ part: Double) -> UInt8 { UInt8((part * 255).rounded()) }
    return Color(red: byte(red), green: byte(green), blue: byte(blue))
  }

  /// Black or white, whichever is easier to read on a colour.
  static func text(on color: Color) -> Color {
    let luma = 299 * Int(color.red) + 587 * Int(color.green) + 114 * Int(color.blue)
    return luma > 140_000 ? .black : .white
  }
}
