import Evaluation
import Text

/// What of the record of `quantize` is shown.
struct QuantizationInput: Decodable, Sendable {
  /// The SHA-256 of the float network.
  var network: String
  /// How pictures became inputs.
  var preprocessing: String
  /// The pictures of the calibration.
  var pictures: Pictures
  /// The model that was written.
  var model: WrittenModel?
  /// What was chosen and what it costs; nil where the network was only calibrated.
  var quantization: Choices?

  /// Counts of pictures.
  struct Pictures: Decodable, Sendable {
    var used: Int
    var skipped: Int
    var repeated: Int
  }

  /// What was chosen.
  struct Choices: Decodable, Sendable {
    var steps: [String]
    var measuredPictures: Int
    var heads: [Head]
    var headsSQNR: Double?
    var tensors: [Tensor]
    var layers: [Layer]
    var islands: [Island]
    var notes: [String]
  }

  /// An output.
  struct Head: Decodable, Sendable {
    var name: String
    var sqnr: Double?
  }

  /// A tensor stored in 8 bits.
  struct Tensor: Decodable, Sendable {
    var name: String
    var layer: Int?
    var minimum: Double
    var maximum: Double
    var lower: Double
    var upper: Double
    var clippedFraction: Double
    var sqnr: Double?
    var histogram: Histogram?
  }

  /// How often numbers were seen.
  struct Histogram: Decodable, Sendable {
    /// The bounds of the first and of the last bin.
    var lower: Double
    var upper: Double
    /// Of bins of equal width.
    var counts: [Double]
  }

  /// A convolution on stored numbers.
  struct Layer: Decodable, Sendable {
    var name: String
    var layer: Int?
    var weightSQNR: Double?
    var outputSQNR: Double?
  }

  /// A node in float.
  struct Island: Decodable, Sendable {
    var name: String
    var operation: String
  }
}

extension QuantizationInput {
  /// Itself, when its histograms can be drawn.
  func checked() throws(InputProblem) -> QuantizationInput {
    for (index, tensor) in (quantization?.tensors ?? []).enumerated() {
      guard let histogram = tensor.histogram else { continue }
      guard histogram.lower < histogram.upper, !histogram.counts.isEmpty,
        histogram.counts.allSatisfy({ $0 >= 0 })
      else {
        throw InputProblem(
          "quantization.tensors.\(index).histogram: is none; expected lower < upper and counts "
            + "that are not negative")
      }
    }
    return self
  }
}

/// A model that a command wrote.
struct WrittenModel: Decodable, Sendable {
  /// Missing in records that are files themselves.
  var path: String?
  var bytes: Int
  var sha256: String
  var opset: Int?
}

/// What of the record of `convert` is shown.
struct ConversionInput: Decodable, Sendable {
  /// The model that was written.
  var model: WrittenModel
  /// What it was made from.
  var sources: Sources

  /// The files of darknet.
  struct Sources: Decodable, Sendable {
    var cfg: NamedDigest?
    var weights: NamedDigest?
  }
}

/// What of the times of `inspect --profile` is shown.
struct ProfileInput: Decodable, Sendable {
  /// The model; nil when it is not told.
  var model: ModelRecord?
  /// The median of whole runs.
  var milliseconds: Double
  /// The threads that shared the work.
  var threads: Int
  /// The instruction set of the kernels.
  var instructionSet: String
  /// The steps in order.
  var steps: [Step]

  /// One step of the engine.
  struct Step: Decodable, Sendable {
    var name: String
    var milliseconds: Double
  }
}

/// The SHA-256 of a file, with its name where that is told.
struct NamedDigest: Decodable, Sendable {
  var path: String?
  var sha256: String

  private enum Keys: String, CodingKey { case path, sha256 }

  init(path: String?, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }

  /// Reads a text that is the SHA-256, or an object `{path, sha256}`.
  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      path = nil
      sha256 = text
      return
    }
    let container = try decoder.container(keyedBy: Keys.self)
    path = try container.decodeIfPresent(String.self, forKey: .path)
    sha256 = try container.decode(String.self, forKey: .sha256)
  }
}
