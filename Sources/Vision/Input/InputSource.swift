import Graph

/// What a file gives a network to see.
///
/// This is the one place where files become inputs: whoever runs a network on files reads this, and
/// `Preprocessing` makes the input of it.
public enum InputSource: Hashable, Sendable {
  /// Colours, for a network of one channel or three.
  case image(Image)
  /// Bytes of any number of channels, fitted into the input as an image is.
  case samples(ChannelImage)
  /// The input itself, taken as it is.
  case tensor(InputTensor)

  /// The width in pixels.
  public var width: Int {
    switch self {
    case .image(let image): image.width
    case .samples(let image): image.width
    case .tensor(let tensor): tensor.width
    }
  }

  /// The height in pixels.
  public var height: Int {
    switch self {
    case .image(let image): image.height
    case .samples(let image): image.height
    case .tensor(let tensor): tensor.height
    }
  }

  /// Whether all pixels are equal.
  public var isOfOneColour: Bool {
    switch self {
    case .image(let image): image.isOfOneColour
    case .samples(let image):
      image.samples.dropFirst(image.channels).elementsEqual(image.samples.dropLast(image.channels))
    case .tensor(let tensor):
      // A vector has one place, and may be any.
      tensor.area > 1
        && (0..<tensor.channels).allSatisfy { channel in
          let plane = tensor.values[channel * tensor.area..<(channel + 1) * tensor.area]
          return plane.allSatisfy { $0 == plane.first }
        }
    }
  }

  /// What people are shown: the first three channels as red, green and blue, of fewer the first as
  /// grey; values of a tensor from 0 to 1.
  public var shown: Image {
    switch self {
    case .image(let image): image
    case .samples(let image):
      Self.shown(width: image.width, height: image.height, channels: image.channels) {
        image.samples[$0 * image.channels + $1]
      }
    case .tensor(let tensor):
      Self.shown(width: tensor.width, height: tensor.height, channels: tensor.channels) {
        NetworkInput.byte(of: tensor.values[$1 * tensor.area + $0])
      }
    }
  }

  private static func shown(
    width: Int, height: Int, channels: Int, _ value: (_ pixel: Int, _ channel: Int) -> UInt8
  ) -> Image {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for pixel in 0..<width * height {
      for channel in 0..<3 { pixels.append(value(pixel, channels < 3 ? 0 : channel)) }
    }
    return Image(validWidth: width, height: height, pixels: pixels)
  }
}

/// An image of 8-bit samples in any number of channels, of which only its network knows what they
/// are.
public struct ChannelImage: Hashable, Sendable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// The samples of a pixel, at least 1.
  public let channels: Int
  /// [H, W, C].
  public let samples: [UInt8]

  /// Creates an image whose size was checked before.
  init(width: Int, height: Int, channels: Int, samples: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
  }
}

/// An input that somebody else has prepared, in the usual form of `InputForm`.
public struct InputTensor: Hashable, Sendable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// The channels, at least 1.
  public let channels: Int
  /// [C, H, W]; finite.
  public let values: [Float]

  /// The pixels.
  var area: Int { width * height }

  /// Creates a tensor whose size was checked before.
  init(width: Int, height: Int, channels: Int, values: [Float]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.values = values
  }
}
