/// `[crop]`: the centre, rows from (height - cropHeight) / 2, then value · 2 - 1.
public struct CropSection: LayerSection, Hashable {
  /// Rows of the output.
  public let cropHeight: Int
  /// Columns of the output.
  public let cropWidth: Int
  /// `noadjust`: values stay as they are.
  public let noAdjust: Bool
}

extension CropSection: LayerRule {
  static let names = ["crop"]
  static let keys = KeyTable(
    inference: ["crop_height", "crop_width", "noadjust"],
    training: ["flip", "angle", "saturation", "exposure", "shift"])

  init(reading reader: inout SectionReader) {
    cropHeight = reader.positive("crop_height", default: 1)
    cropWidth = reader.positive("crop_width", default: 1)
    noAdjust = reader.flag("noadjust")
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.requireMap()
    let input = context.input
    if cropHeight > input.height || cropWidth > input.width {
      let key = cropHeight > input.height ? "crop_height" : "crop_width"
      context.misfit(
        .extent, "a crop of \(cropWidth)x\(cropHeight) does not fit the input of \(input)", at: key)
    }
    context.settle(.extent, by: "crop_width", "crop_height")
    return context.result(
      context.map(channels: input.channels, height: cropHeight, width: cropWidth))
  }
}
