/// Where an image lies in a network's input: a point (x, y) of the image is at
/// (x * scaleX + offsetX, y * scaleY + offsetY) of the input, both in pixels.
public struct Placement: Hashable, Sendable {
  /// The width of the image in pixels.
  public var imageWidth: Int
  /// The height of the image in pixels.
  public var imageHeight: Int
  /// The width of the input in pixels.
  public var inputWidth: Int
  /// The height of the input in pixels.
  public var inputHeight: Int
  /// The columns of the input that the image covers; of a cropped one those that it would cover.
  public var coveredWidth: Int
  /// The rows of the input that the image covers; of a cropped one those that it would cover.
  public var coveredHeight: Int
  /// The first column that the image covers; below 0 where it is cropped.
  public var offsetX: Int
  /// The first row that the image covers; below 0 where it is cropped.
  public var offsetY: Int

  /// Input pixels per image pixel, horizontally.
  public var scaleX: Float { Float(coveredWidth) / Float(imageWidth) }
  /// Input pixels per image pixel, vertically.
  public var scaleY: Float { Float(coveredHeight) / Float(imageHeight) }

  /// An image that fills the whole input, its aspect not kept.
  public static func stretched(
    imageWidth: Int, imageHeight: Int, inputWidth: Int, inputHeight: Int
  ) -> Placement {
    Placement(
      imageWidth: imageWidth, imageHeight: imageHeight, inputWidth: inputWidth,
      inputHeight: inputHeight, coveredWidth: inputWidth, coveredHeight: inputHeight, offsetX: 0,
      offsetY: 0)
  }

  /// An image as large as fits with its aspect kept, in the middle.
  ///
  /// The scale is min(input width / width, input height / height); the covered size is rounded to
  /// the nearest integer (halves to even, as Python's `round` does) and is at least 1; of an odd
  /// remainder the smaller part comes first.
  public static func letterboxed(
    imageWidth: Int, imageHeight: Int, inputWidth: Int, inputHeight: Int
  ) -> Placement {
    let scale = min(
      Double(inputWidth) / Double(imageWidth), Double(inputHeight) / Double(imageHeight))
    func covered(_ side: Int) -> Int {
      max(1, Int((Double(side) * scale).rounded(.toNearestOrEven)))
    }
    let width = min(covered(imageWidth), inputWidth)
    let height = min(covered(imageHeight), inputHeight)
    return Placement(
      imageWidth: imageWidth, imageHeight: imageHeight, inputWidth: inputWidth,
      inputHeight: inputHeight, coveredWidth: width, coveredHeight: height,
      offsetX: (inputWidth - width) / 2, offsetY: (inputHeight - height) / 2)
  }

  /// The middle of an image whose size darknet's `resize_min` made that of the input's width.
  ///
  /// The shorter side becomes the input's width, the other keeps the aspect, rounded down; of that the
  /// middle is taken, with the smaller part of an odd remainder cut off first. The offsets are not
  /// above 0 where the covered side is not the smaller one.
  ///
  /// Source: https://github.com/AlexeyAB/darknet at 59596d78, `classifier.c`, `predict_classifier`.
  public static func cropped(
    imageWidth: Int, imageHeight: Int, inputWidth: Int, inputHeight: Int
  ) -> Placement {
    let shorter = max(min(imageWidth, imageHeight), 1)
    let width = imageWidth * inputWidth / shorter
    let height = imageHeight * inputWidth / shorter
    return Placement(
      imageWidth: imageWidth, imageHeight: imageHeight, inputWidth: inputWidth,
      inputHeight: inputHeight, coveredWidth: width, coveredHeight: height,
      offsetX: -((width - inputWidth) / 2), offsetY: -((height - inputHeight) / 2))
  }

  /// A box of the input, in input pixels, as a box of the image, in image pixels.
  public func imageBox(ofInputBox box: Box) -> Box {
    Box(
      x: (box.x - Float(offsetX)) / scaleX, y: (box.y - Float(offsetY)) / scaleY,
      width: box.width / scaleX, height: box.height / scaleY)
  }

  /// A box of the image, in image pixels, as a box of the input, in input pixels.
  public func inputBox(ofImageBox box: Box) -> Box {
    Box(
      x: box.x * scaleX + Float(offsetX), y: box.y * scaleY + Float(offsetY),
      width: box.width * scaleX, height: box.height * scaleY)
  }
}
