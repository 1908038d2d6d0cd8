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
