import Graph
import JSON
import Text

/// A value of `metadata_props` in JSON: the same value gives the same text.
protocol MetadataRecord: Codable {}

extension MetadataRecord {
  /// The JSON text, keys sorted, floats with as many digits as make them exact.
  func json(for key: String) throws(ONNXError) -> String {
    do { return String(decoding: try JSONEncoding.tree(self).canonicalBytes, as: UTF8.self) } catch
    {
      throw .metadata(key: key, problem: "holds a number that is not finite")
    }
  }

  /// The value that the text under `key` holds.
  static func parse(_ text: String, of key: String) throws(ONNXError) -> Self {
    do { return try JSONDecoding.decode(Self.self, from: Array(text.utf8)) } catch {
      throw .metadata(
        key: key, problem: error is JSONDecodingError ? "\(error)" : "is not JSON: \(error)")
    }
  }
}

extension Array: MetadataRecord where Element: Codable {}

/// The keys of `metadata_props` that are ours; what they hold is described in `docs/formats.md`.
enum MetadataKey {
  static let schema = "darkroom.schema"
  static let input = "darkroom.input"
  static let heads = "darkroom.heads"
  static let outputForm = "darkroom.output_form"
  static let labels = "darkroom.labels"
  static let layers = "darkroom.layers"
  static let target = "darkroom.target"
  static let requantization = "darkroom.requantization"
  /// Followed by the role of the source file.
  static let digestPrefix = "darkroom.sha256."
}

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

  /// What the channels are: `RGB` of three, `GRAY` of one, `OTHER` of what is no image.
  private static func color(of channels: Int) -> String {
    switch channels {
    case 3: "RGB"
    case 1: "GRAY"
    default: "OTHER"
    }
  }
  private static let layout = "NCHW"
  private static let scale = 1.0 / 255

  init(_ contract: InputContract) {
    channels = contract.channels
    color = InputRecord.color(of: contract.channels)
    height = contract.height
    layout = InputRecord.layout
    letterboxValue = contract.letterboxValue
    scale = InputRecord.scale
    width = contract.width
  }

  /// The contract.
  ///
  /// - Throws: `ONNXError.metadata` for images that are prepared otherwise than the contract says.
  func contract() throws(ONNXError) -> InputContract {
    let known = InputRecord.color(of: channels)
    // Earlier versions wrote RGB whatever the channels were.
    guard [known, "RGB"].contains(color), layout == InputRecord.layout, scale == InputRecord.scale
    else {
      throw .metadata(
        key: MetadataKey.input,
        problem: "asks for \(color), \(layout), scale \(scale); known is "
          + "\(known), \(InputRecord.layout), scale \(InputRecord.scale)")
    }
    return InputContract(
      width: width, height: height, channels: channels, letterboxValue: letterboxValue)
  }
}

/// One element of `darkroom.layers`: the tensor that holds what a darknet layer gives.
struct LayerRecord: Codable {
  let layer: Int
  let tensor: String
  /// The line of the section in the cfg.
  let line: Int?
  /// The factor that each channel of the tensor was multiplied by, in base64 (`ChannelFactorRecord`);
  /// nil where none was.
  let factors: String?
}

/// Factors of channels as little-endian float16, which JSON holds as base64.
enum ChannelFactorRecord {
  static func text(_ factors: [Float]) -> String {
    Base64.text(
      of: factors.flatMap { factor -> [UInt8] in
        let bits = Float16(factor).bitPattern
        return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
      })
  }

  /// The factors; nil for what is no base64, half a number, or a number that is not above 0.
  static func factors(_ text: String) -> [Float]? {
    guard let bytes = Base64.bytes(of: text), bytes.count.isMultiple(of: 2) else { return nil }
    let factors = stride(from: 0, to: bytes.count, by: 2).map {
      Float(Float16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8))
    }
    return factors.allSatisfy { $0 > 0 && $0.isFinite } ? factors : nil
  }
}
