/// A label that has found its place.
struct LabelPlace {
  var area: PixelRectangle
  var text: String
  var color: Color
}
