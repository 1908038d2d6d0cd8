import Graph

/// How an image is fitted into a network's input.
///
/// The ways give different values and must not be mixed between calibration and use.
public enum Preprocessing: Hashable, Sendable {
  /// Aspect kept, scaled like OpenCV's `INTER_LINEAR` (half-pixel centres, 11-bit fixed-point
  /// weights, no antialiasing), the rest filled with `value` (a byte).
  case letterbox(value: UInt8 = 114)
  /// Aspect not kept, scaled by darknet's own `resize_image`: bilinear with the corners aligned,
  /// source = target * (in - 1) / (out - 1), on values of 0 to 1.
  case stretch
  /// Aspect not kept, scaled like OpenCV's `INTER_LINEAR`.
  case stretchHalfPixel
  /// Aspect kept, scaled by darknet's `resize_image` until the shorter side is as long as the input's
  /// width, and the middle taken, as darknet's `classifier predict` and `classifier valid` do it.
  case centerCrop

  /// What a model's contract asks for; a value of a letterbox beyond a byte is taken as its nearest
  /// end.
  public static func usual(for input: InputContract) -> Preprocessing {
    switch input.fit {
    case .letterbox: .letterbox(value: UInt8(clamping: input.letterboxValue))
    case .crop: .centerCrop
    }
  }

  /// Makes a network's input of an image.
  ///
  /// Values are bytes divided by 255 in planes: red, green, blue for three channels; for one
  /// channel the luma (77 red + 150 green + 29 blue) / 256, rounded down, taken before scaling, as
  /// darknet's image loader (stb_image) does. That is the usual form, whatever `input` has;
  /// `NetworkInput.given(to:)` makes the other of it.
  ///
  /// - Throws: `PreprocessingError` for other numbers of channels and for sizes that are not
  ///   positive or too large.
  public func apply(
    to image: Image, input: InputContract
  ) throws(PreprocessingError) -> NetworkInput {
    try apply(to: .image(image), input: input)
  }

  /// Makes a network's input of what a file gives it to see: of samples as of an image, channel by
  /// channel; a tensor is the input already.
  ///
  /// - Throws: `PreprocessingError` for what does not fit.
  public func apply(
    to source: InputSource, input: InputContract
  ) throws(PreprocessingError) -> NetworkInput {
    let pixels: [UInt8]
    switch source {
    case .image(let image):
      guard input.channels == 1 || input.channels == 3 else {
        throw .unsupportedChannels(input.channels)
      }
      pixels = input.channels == 3 ? image.pixels : image.luma()
    case .samples(let image):
      guard image.channels == input.channels else {
        throw .otherExtents(
          found: [image.channels, image.height, image.width],
          expected: [input.channels, input.height, input.width])
      }
      pixels = image.samples
    case .tensor(let tensor):
      let found = [tensor.channels, tensor.height, tensor.width]
      let expected = [input.channels, input.height, input.width]
      guard found == expected else { throw .otherExtents(found: found, expected: expected) }
      let placement = Placement.stretched(
        imageWidth: input.width, imageHeight: input.height, inputWidth: input.width,
        inputHeight: input.height)
      return NetworkInput(values: tensor.values, placement: placement)
    }
    return try fitted(pixels, width: source.width, height: source.height, input)
  }

  /// Fits bytes, [H, W, C], into an input of as many channels.
  private func fitted(
    _ source: [UInt8], width: Int, height: Int, _ input: InputContract
  ) throws(PreprocessingError) -> NetworkInput {
    let (area, areaOverflow) = input.width.multipliedReportingOverflow(by: input.height)
    guard input.width > 0, input.height > 0, !areaOverflow, area <= Image.largestPixelCount else {
      throw .inputSize(width: input.width, height: input.height)
    }
    let place =
      switch self {
      case .letterbox: Placement.letterboxed
      case .stretch, .stretchHalfPixel: Placement.stretched
      case .centerCrop: Placement.cropped
      }
    let placement = place(width, height, input.width, input.height)
    let count = area * input.channels
    let values = [Float](unsafeUninitializedCapacity: count) { output, initialized in
      source.withUnsafeBufferPointer { pixels in
        let samples = Samples(
          pixels: pixels, width: width, height: height, channels: input.channels)
        switch self {
        case .letterbox(let value):
          output.initialize(repeating: Float(value) / 255)
          HalfPixelScaling(placement: placement).apply(to: samples, into: output)
        case .stretchHalfPixel:
          HalfPixelScaling(placement: placement).apply(to: samples, into: output)
        case .stretch, .centerCrop:
          CornerAlignedScaling(placement: placement).apply(to: samples, into: output)
        }
      }
      initialized = count
    }
    return NetworkInput(values: values, placement: placement)
  }
}

/// An image as a network takes it.
public struct NetworkInput: Hashable, Sendable {
  /// Values 0 to 1, [C, H, W].
  public var values: [Float]
  /// Where the image lies in the input, to bring boxes back.
  public var placement: Placement

  /// Creates an input of values in the usual form.
  public init(values: [Float], placement: Placement) {
    self.values = values
    self.placement = placement
  }

  /// A value as the byte that it is of 255, the nearest end beyond 0 and 1.
  public static func byte(of value: Float) -> UInt8 {
    UInt8(min(max((value * 255).rounded(), 0), 255))
  }

  /// The values as a network takes them: as bytes, with blue first, or with the channels last.
  ///
  /// - Parameter input: the input that the image was made for.
  /// - Returns: the values in the order of the input; bytes as the numbers 0 to 255.
  public func given(to input: InputContract) -> [Float] {
    let form = input.form
    guard form != InputForm() else { return values }
    let (channels, pixels) = (input.channels, values.count / max(input.channels, 1))
    return [Float](unsafeUninitializedCapacity: values.count) { target, count in
      for channel in 0..<channels {
        let isReversed = form.order == .bgr && channels == 3
        let source = (isReversed ? channels - 1 - channel : channel) * pixels
        for pixel in 0..<pixels {
          let value = values[source + pixel]
          let place = form.axes == .nhwc ? pixel * channels + channel : channel * pixels + pixel
          target.initializeElement(
            at: place,
            to: form.numbers == .uint8 ? Float(Self.byte(of: value)) : value)
        }
      }
      count = channels * pixels
    }
  }
}
