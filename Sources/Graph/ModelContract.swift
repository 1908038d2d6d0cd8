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

/// What the outputs of a detector are.
public enum OutputForm: String, Hashable, Sendable, CaseIterable {
  /// One tensor for each head: what darknet hands to its head layer.
  case raw
  /// Boxes [N, B, 4] (centre x, y, width, height, normalized to the network input) and scores
  /// [N, B, classes], all heads joined.
  case decoded
  /// As `decoded`, and the indices [M, 3] (image, class, box) that survive suppression.
  case nms
}

/// How an image becomes the network's input: RGB, values divided by 255, planes in C, H, W order,
/// fitted into the input with its aspect kept and the rest filled.
public struct InputContract: Hashable, Sendable {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// The number of colour channels.
  public var channels: Int
  /// The byte value that fills what the image does not cover.
  public var letterboxValue: Int

  /// Creates a contract.
  public init(width: Int, height: Int, channels: Int, letterboxValue: Int = 114) {
    self.width = width
    self.height = height
    self.channels = channels
    self.letterboxValue = letterboxValue
  }
}
