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
  static let states = "darkroom.states"
  static let data = "darkroom.data"
  static let boxes = "darkroom.boxes"
  static let suppression = "darkroom.suppression"
  /// Followed by the role of the source file.
  static let digestPrefix = "darkroom.sha256."
}

/// `darkroom.input`.
struct InputRecord: MetadataRecord {
  /// How an image is fitted into the input, with all that `fit` means, for those who read nothing else.
  struct Resize: Codable {
    let fit: String
    let interpolation: String
    let rounding: String
    let align: String

    static let letterbox = Resize(
      fit: "letterbox", interpolation: "cv2.INTER_LINEAR", rounding: "half_even", align: "center")
    static let crop = Resize(
      fit: "crop", interpolation: "align_corners", rounding: "down", align: "center")

    init(fit: String, interpolation: String, rounding: String, align: String) {
      (self.fit, self.interpolation) = (fit, interpolation)
      (self.rounding, self.align) = (rounding, align)
    }

    init(_ fit: InputContract.Fit) {
      switch fit {
      case .letterbox: self = .letterbox
      case .crop: self = .crop
      }
    }
  }

  let channels: Int
  let color: String
  let height: Int
  let layout: String
  let letterboxValue: Int
  let scale: Double
  let width: Int
  /// Absent in files of earlier versions, where it is float32.
  let type: String?
  /// Absent in files of earlier versions.
  let resize: Resize?

  private enum CodingKeys: String, CodingKey {
    case channels, color, height, layout
    case letterboxValue = "letterbox_value"
    case scale, width, type, resize
  }

  /// What the channels are: `RGB` or `BGR` of three, `GRAY` of one, `OTHER` of what is no image.
  private static func color(of channels: Int, _ order: InputForm.Order) -> String {
    switch (channels, order) {
    case (3, .rgb): "RGB"
    case (3, .bgr): "BGR"
    case (1, _): "GRAY"
    default: "OTHER"
    }
  }

  private static func layout(of axes: InputForm.Axes) -> String {
    switch axes {
    case .nchw: "NCHW"
    case .nhwc: "NHWC"
    }
  }

  /// The element type of the input, and what bytes are multiplied by before they are given.
  private static func type(of numbers: InputForm.Numbers) -> (name: String, scale: Double) {
    switch numbers {
    case .float: ("float32", 1.0 / 255)
    case .uint8: ("uint8", 1)
    }
  }

  init(_ contract: InputContract) {
    channels = contract.channels
    color = InputRecord.color(of: contract.channels, contract.form.order)
    height = contract.height
    layout = InputRecord.layout(of: contract.form.axes)
    letterboxValue = contract.letterboxValue
    let type = InputRecord.type(of: contract.form.numbers)
    (self.type, scale) = (type.name, type.scale)
    resize = Resize(contract.fit)
    width = contract.width
  }

  /// The contract.
  ///
  /// - Throws: `ONNXError.metadata` for images that are prepared otherwise than the contract says.
  func contract() throws(ONNXError) -> InputContract {
    // Earlier versions wrote RGB whatever the channels were.
    let known = InputRecord.color(of: channels, .rgb)
    let order: InputForm.Order? =
      [known, "RGB"].contains(color)
      ? .rgb : color == InputRecord.color(of: channels, .bgr) ? .bgr : nil
    let axes = InputForm.Axes.allCases.first { InputRecord.layout(of: $0) == layout }
    let numbers = InputForm.Numbers.allCases.first {
      InputRecord.type(of: $0) == (type ?? "float32", scale)
    }
    guard let order, let axes, let numbers else {
      throw .metadata(
        key: MetadataKey.input,
        problem: "asks for \(color), \(layout), \(type ?? "float32"), scale \(scale); known are "
          + "\(known)\(channels == 3 ? " or BGR" : ""), NCHW or NHWC, float32 with scale "
          + "\(InputRecord.type(of: .float).scale) or uint8 with scale 1")
    }
    var contract = InputContract(
      width: width, height: height, channels: channels, letterboxValue: letterboxValue)
    contract.form = InputForm(numbers: numbers, order: order, axes: axes)
    if let fit = (resize?.fit).flatMap(InputContract.Fit.init(rawValue:)) { contract.fit = fit }
    return contract
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

/// One element of `darkroom.states`: an input and the output that takes its place in the next run.
struct StateRecord: Codable {
  let input: String
  let output: String
  /// The extents of both, of one image where the batch is free.
  let shape: [Int]
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
