/// How images become the network's input and its outputs become boxes: what a user must know to
/// run the model and what the file therefore carries.
public struct ModelContract: Hashable, Sendable {
  /// The input image; nil when the network does not take images.
  public var input: InputContract?
  /// The detection heads, in the order of the graph's outputs.
  public var heads: [Head] = []
  /// What the outputs are.
  public var outputForm = OutputForm.raw
  /// Class names by class index; empty when not given.
  public var labels: [String] = []
  /// SHA-256 of each source file in lower-case hexadecimal, by role: `cfg`, `weights`.
  public var sources: [String: String] = [:]
  /// What an INT8 model was made for, as `tensorrt`; nil where nothing was asked for.
  public var target: String?
  /// The program that made the model, for example `darkroom 0.1.0`.
  public var producer = ""

  /// Creates a contract that says nothing.
  public init() {}
}

/// How an image becomes the network's input: fitted into it with its aspect kept, as `fit` says;
/// usually RGB, values divided by 255, planes in C, H, W order.
public struct InputContract: Hashable, Sendable {
  /// What becomes of an image whose aspect is not that of the input.
  public enum Fit: String, Hashable, Sendable, CaseIterable {
    /// All of it is seen; the rest of the input is filled. Detectors are used so.
    case letterbox
    /// The input is filled by the middle of the image. Classifiers are used so.
    case crop
  }

  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// The number of colour channels.
  public var channels: Int
  /// The byte value that fills what the image does not cover.
  public var letterboxValue: Int
  /// How the numbers of the image are given.
  public var form = InputForm()
  /// What becomes of an image whose aspect is not that of the input.
  public var fit = Fit.letterbox

  /// Creates a contract for images in the usual form.
  public init(width: Int, height: Int, channels: Int, letterboxValue: Int = 114) {
    self.width = width
    self.height = height
    self.channels = channels
    self.letterboxValue = letterboxValue
  }
}

/// How the numbers of an image are given to a network.
public struct InputForm: Hashable, Sendable {
  /// What the numbers are.
  public enum Numbers: String, Hashable, Sendable, CaseIterable {
    /// The bytes of the image divided by 255, as float32.
    case float
    /// The bytes of the image.
    case uint8
  }

  /// The order of three channels.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    case rgb, bgr
  }

  /// The order of the axes.
  public enum Axes: String, Hashable, Sendable, CaseIterable {
    /// Images, channels, rows, columns.
    case nchw
    /// Images, rows, columns, channels: as cameras and image libraries give images.
    case nhwc
  }

  /// What the numbers are.
  public var numbers: Numbers
  /// The order of the channels; of no meaning unless there are three.
  public var order: Order
  /// The order of the axes.
  public var axes: Axes

  /// Creates a form; without arguments the usual one.
  public init(numbers: Numbers = .float, order: Order = .rgb, axes: Axes = .nchw) {
    self.numbers = numbers
    self.order = order
    self.axes = axes
  }
}
