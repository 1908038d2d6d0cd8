/// What a quantization chose and what that costs.
///
/// Ratios of signal to noise are 10 · log10 of summed squares, in dB; nil where nothing differs.
public struct QuantizationReport: Codable, Hashable, Sendable {
  private enum CodingKeys: String, CodingKey {
    case schemaVersion, steps, heads, headsSQNR, tensors, layers, islands, notes
    case measuredImages = "measuredPictures"
  }

  /// The version of the form.
  public var schemaVersion = 1
  /// What was asked for and done, step by step, in words of the command line.
  public var steps: [String]
  /// The images that ratios behind several layers were measured with.
  public var measuredImages: Int
  /// The heads, in the order of the outputs.
  public var heads: [Head]
  /// All heads together.
  public var headsSQNR: Double?
  /// The stored tensors, in the network's order.
  public var tensors: [StoredTensor]
  /// The convolutions, in the network's order.
  public var layers: [StoredLayer]
  /// The nodes in float between quantized values.
  public var islands: [Island]
  /// Things worth saying.
  public var notes: [String]

  /// A detection head, or another output.
  public struct Head: Codable, Hashable, Sendable {
    /// The name of the output.
    public var name: String
    /// Against the float network, with everything before it quantized.
    public var sqnr: Double?
  }

  /// A tensor stored in 8 bits.
  public struct StoredTensor: Codable, Hashable, Sendable {
    /// The name of the tensor in the float network.
    public var name: String
    /// The darknet layer.
    public var layer: Int?
    /// The smallest number seen.
    public var minimum: Float
    /// The largest number seen.
    public var maximum: Float
    /// The smallest number that can be stored.
    public var lower: Float
    /// The largest number that can be stored.
    public var upper: Float
    /// The difference between quantized values.
    public var scale: Float
    /// What 0 is stored as.
    public var zeroPoint: Int
    /// The part of the numbers that lie outside of what can be stored.
    public var clippedFraction: Double
    /// Of storing this tensor alone.
    public var sqnr: Double?
    /// What calibration saw; nil where it saw nothing but 0.
    public var histogram: Profile?
  }

  /// How often numbers occur, in few bins, to look at.
  public struct Profile: Codable, Hashable, Sendable {
    /// Where the first bin begins.
    public var lower: Float
    /// Where the last bin ends.
    public var upper: Float
    /// How many numbers are in each of the bins of equal width, zeros included.
    public var counts: [UInt64]
  }

  /// A convolution on quantized values.
  public struct StoredLayer: Codable, Hashable, Sendable {
    /// The name of the node.
    public var name: String
    /// The darknet layer.
    public var layer: Int?
    /// The smallest scale of its filters.
    public var smallestScale: Float
    /// The largest scale of its filters.
    public var largestScale: Float
    /// Of its stored filters alone.
    public var weightSQNR: Double?
    /// Of the darknet layer's output, with everything before it quantized.
    public var outputSQNR: Double?
    /// The channels whose scale was raised, so that sums fit in 32 bits.
    public var raisedChannels: Int
  }

  /// A node in float.
  public struct Island: Codable, Hashable, Sendable {
    /// The name of the node.
    public var name: String
    /// What it computes.
    public var operation: String
  }
}
