/// A rectangle of whole pixels, right and bottom edge not included.
struct PixelRectangle: Hashable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  var width: Int { right - left }
  var height: Int { bottom - top }
  var area: Int { max(0, width) * max(0, height) }

  func intersection(_ other: PixelRectangle) -> PixelRectangle {
    PixelRectangle(
      left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }

  func inset(by amount: Int) -> PixelRectangle {
    PixelRectangle(
      left: left + amount, top: top + amount, right: right - amount, bottom: bottom - amount)
  }
}

/// A label that has found its place.
struct LabelPlace {
  var area: PixelRectangle
  var text: String
  var color: Color
}

/// An 8-bit RGB colour.
public struct Color: Hashable, Sendable {
  /// 0 to 255.
  public var red: UInt8
  /// 0 to 255.
  public var green: UInt8
  /// 0 to 255.
  public var blue: UInt8

  /// Black.
  public static let black = Color(red: 0, green: 0, blue: 0)
  /// White.
  public static let white = Color(red: 255, green: 255, blue: 255)

  /// Creates a colour.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// Draws on an image; what lies outside is cut off.
struct Canvas {
  private(set) var image: Image

  init(_ image: Image) { self.image = image }

  var bounds: PixelRectangle {
    PixelRectangle(left: 0, top: 0, right: image.width, bottom: image.height)
  }

  /// Fills a rectangle; `opacity` is of 256.
  mutating func fill(_ rectangle: PixelRectangle, _ color: Color, opacity: Int = 256) {
    let part = rectangle.intersection(bounds)
    guard part.width > 0, part.height > 0 else { return }
    let width = image.width
    let parts = (Int(color.red) * opacity, Int(color.green) * opacity, Int(color.blue) * opacity)
    image.pixels.withUnsafeMutableBufferPointer { pixels in
      for y in part.top..<part.bottom {
        for x in part.left..<part.right {
          let place = (y * width + x) * 3
          func blend(_ offset: Int, _ new: Int) {
            let mixed = new + Int(pixels[place + offset]) * (256 - opacity)
            pixels[place + offset] = UInt8(truncatingIfNeeded: mixed >> 8)
          }
          blend(0, parts.0)
          blend(1, parts.1)
          blend(2, parts.2)
        }
      }
    }
  }

  /// Draws the border of a rectangle, `thickness` pixels inwards from its edges.
  mutating func stroke(
    _ rectangle: PixelRectangle, thickness: Int, _ color: Color, opacity: Int = 256
  ) {
    let inner = rectangle.inset(by: thickness)
    guard inner.width > 0, inner.height > 0 else {
      fill(rectangle, color, opacity: opacity)
      return
    }
    var side = rectangle
    side.bottom = inner.top
    fill(side, color, opacity: opacity)
    side = rectangle
    side.top = inner.bottom
    fill(side, color, opacity: opacity)
    side = rectangle
    (side.top, side.bottom, side.right) = (inner.top, inner.bottom, inner.left)
    fill(side, color, opacity: opacity)
    (side.left, side.right) = (inner.right, rectangle.right)
    fill(side, color, opacity: opacity)
  }

  /// Writes a text, each pixel of its letters a square of `scale` pixels.
  mutating func write(_ text: String, left: Int, top: Int, scale: Int, _ color: Color) {
    var x = left
    for character in text {
      for (y, bits) in BitmapFont.standard.rows(of: character).enumerated() {
        for column in 0..<GlyphSheet.glyphWidth where bits >> UInt8(column) & 1 == 1 {
          let square = PixelRectangle(
            left: x + column * scale, top: top + y * scale, right: x + (column + 1) * scale,
            bottom: top + (y + 1) * scale)
          fill(square, color)
        }
      }
      x += BitmapFont.advance * scale
    }
  }
}
