/// Where a picture lies in a network's input: a point (x, y) of the picture is at
/// (x * scaleX + offsetX, y * scaleY + offsetY) of the input, both in pixels.
public struct Placement: Hashable, Sendable {
  /// The width of the picture in pixels.
  public var pictureWidth: Int
  /// The height of the picture in pixels.
  public var pictureHeight: Int
  /// The width of the input in pixels.
  public var inputWidth: Int
  /// The height of the input in pixels.
  public var inputHeight: Int
  /// The columns of the input that the picture covers.
  public var coveredWidth: Int
  /// The rows of the input that the picture covers.
  public var coveredHeight: Int
  /// The first column that the picture covers.
  public var offsetX: Int
  /// The first row that the picture covers.
  public var offsetY: Int

  /// Input pixels per picture pixel, horizontally.
  public var scaleX: Float { Float(coveredWidth) / Float(pictureWidth) }
  /// Input pixels per picture pixel, vertically.
  public var scaleY: Float { Float(coveredHeight) / Float(pictureHeight) }

  /// A picture that fills the whole input, its aspect not kept.
  public static func stretched(
    pictureWidth: Int, pictureHeight: Int, inputWidth: Int, inputHeight: Int
  ) -> Placement {
    Placement(
      pictureWidth: pictureWidth, pictureHeight: pictureHeight, inputWidth: inputWidth,
      inputHeight: inputHeight, coveredWidth: inputWidth, coveredHeight: inputHeight, offsetX: 0,
      offsetY: 0)
  }

  /// A picture as large as fits with its aspect kept, in the middle.
  ///
  /// The scale is min(input width / width, input height / height); the covered size is rounded to
  /// the nearest integer (halves to even, as Python's `round` does) and is at least 1; of an odd
  /// remainder the smaller part comes first.
  public static func letterboxed(
    pictureWidth: Int, pictureHeight: Int, inputWidth: Int, inputHeight: Int
  ) -> Placement {
    let scale = min(
      Double(inputWidth) / Double(pictureWidth), Double(inputHeight) / Double(pictureHeight))
    func covered(_ side: Int) -> Int {
      max(1, Int((Double(side) * scale).rounded(.toNearestOrEven)))
    }
    let width = min(covered(pictureWidth), inputWidth)
    let height = min(covered(pictureHeight), inputHeight)
    return Placement(
      pictureWidth: pictureWidth, pictureHeight: pictureHeight, inputWidth: inputWidth,
      inputHeight: inputHeight, coveredWidth: width, coveredHeight: height,
      offsetX: (inputWidth - width) / 2, offsetY: (inputHeight - height) / 2)
  }

  /// A box of the input, in input pixels, as a box of the picture, in picture pixels.
  public func pictureBox(ofInputBox box: Box) -> Box {
    Box(
      x: (box.x - Float(offsetX)) / scaleX, y: (box.y - Float(offsetY)) / scaleY,
      width: box.width / scaleX, height: box.height / scaleY)
  }

  /// A box of the picture, in picture pixels, as a box of the input, in input pixels.
  public func inputBox(ofPictureBox box: Box) -> Box {
    Box(
      x: box.x * scaleX + Float(offsetX), y: box.y * scaleY + Float(offsetY),
      width: box.width * scaleX, height: box.height * scaleY)
  }
}
