import Graph

/// `darkroom.input`.
struct InputRecord: MetadataRecord {
  let channels: Int
  let color: String
  let height: Int
  let layout: String
  let letterboxValue: Int
  let scale: Double
  let width: Int

  private enum CodingKeys: String, CodingKey {
    case channels, color, height, layout
    case letterboxValue = "letterbox_value"
    case scale, width
  }

  private static let color = "RGB"
  private static let layout = "NCHW"
  private static let scale = 1.0 / 255

  init(_ contract: InputContract) {
    channels = contract.channels
    color = InputRecord.color
    height = contract.height
    layout = InputRecord.layout
    letterboxValue = contract.letterboxValue
    scale = InputRecord.scale
    width = contract.width
  }

  /// The contract.
  ///
  /// - Throws: `ONNXError.metadata` for pictures that are prepared otherwise than the contract says.
  func contract() throws(ONNXError) -> InputContract {
    guard color == InputRecord.color, layout == InputRecord.layout, scale == InputRecord.scale
    else {
      throw .metadata(
        key: MetadataKey.input,
        problem: "asks for \(color), \(layout), scale \(scale); known is "
          + "\(InputRecord.color), \(InputRecord.layout), scale \(InputRecord.scale)")
    }
    return InputContract(
      width: width, height: height, channels: channels, letterboxValue: letterboxValue)
  }
}
