import Digests
import JSON

/// What was seen in the tensors of a network while it ran on images.
///
/// It is a function of the set of images: their order, threads, and having been made in parts that
/// were merged leave no trace.
public struct CalibrationTable: Hashable, Sendable {
  /// What tells the network from others.
  public let network: String
  /// How images became the input of the network.
  public let preprocessing: String
  /// The images by what people call them, each used once, in the order of their SHA-256.
  public private(set) var images: [FileDigest]
  /// The numbers of each tensor, by its name.
  public private(set) var tensors: [String: Histogram]

  /// A table.
  ///
  /// - Throws: `CalibrationTableError` when images are the same, or a tensor has
  ///   more numbers than can be counted.
  public init(
    network: String, preprocessing: String, images: [FileDigest], tensors: [String: Histogram]
  ) throws(CalibrationTableError) {
    self.network = network
    self.preprocessing = preprocessing
    self.images = images.sorted { ($0.digest, $0.path) < ($1.digest, $1.path) }
    self.tensors = tensors
    let same = zip(self.images, self.images.dropFirst()).filter { $0.digest == $1.digest }
    if !same.isEmpty { throw .sameImages(same.map { "\($0.path) and \($1.path)" }) }
    for (name, histogram) in tensors.sorted(by: { $0.key < $1.key }) {
      if max(histogram.count, histogram.nonFinite) > Histogram.largestCount {
        throw .tooManyNumbers(tensor: name)
      }
    }
  }

  /// Adds what was seen on other images.
  ///
  /// - Throws: `CalibrationTableError` when the other table is of another network or preprocessing,
  ///   lacks tensors or has others, shares an image, or a tensor would have more numbers than can be
  ///   counted; the table is then as before.
  public mutating func merge(_ other: CalibrationTable) throws(CalibrationTableError) {
    guard network == other.network else {
      throw .otherNetwork(found: other.network, expected: network)
    }
    guard preprocessing == other.preprocessing else {
      throw .otherPreprocessing(found: other.preprocessing, expected: preprocessing)
    }
    let (names, otherNames) = (Set(tensors.keys), Set(other.tensors.keys))
    guard names == otherNames else {
      throw .otherTensors(
        missing: names.subtracting(otherNames).sorted(),
        unexpected: otherNames.subtracting(names).sorted())
    }
    let digests = Set(images.map(\.digest))
    let shared = other.images.filter { digests.contains($0.digest) }
    guard shared.isEmpty else { throw .sharedImages(shared.map(\.path)) }
    var merged = tensors
    for (name, histogram) in other.tensors { merged[name]?.merge(histogram) }
    self = try CalibrationTable(
      network: network, preprocessing: preprocessing, images: images + other.images,
      tensors: merged)
  }
}

extension CalibrationTable: Codable {
  /// The version of the form.
  static let schemaVersion = 2

  private enum Keys: String, CodingKey {
    case schemaVersion, network, preprocessing, tensors
    case images = "pictures"
  }

  /// A tensor with what people want to know of it.
  private struct Entry: Codable {
    let histogram: Histogram

    enum Keys: String, CodingKey { case histogram, count, mean, power }

    init(_ histogram: Histogram) { self.histogram = histogram }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      histogram = try container.decode(Histogram.self, forKey: .histogram)
      let count = try? container.decode(UInt64.self, forKey: .count)
      guard count == histogram.count else {
        throw DecodingError.dataCorruptedError(
          forKey: .count, in: container,
          debugDescription: "the count is not \(histogram.count), as many as there are numbers")
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(histogram, forKey: .histogram)
      try container.encode(histogram.count, forKey: .count)
      try container.encode(histogram.mean, forKey: .mean)
      try container.encode(histogram.power, forKey: .power)
    }
  }

  /// Reads a table from JSON.
  ///
  /// - Throws: `CalibrationTableError` when it is not one.
  public init(json: some Collection<UInt8>) throws(CalibrationTableError) {
    do {
      self = try JSONDecoding.decode(
        CalibrationTable.self, from: Array(json),
        rules: .strict.limited(to: 256 << 20, values: .max))
    } catch let error as CalibrationTableError {
      throw error
    } catch let error as JSONDecodingError {
      throw .malformed(place: error.place, problem: error.problem)
    } catch {
      throw .malformed(place: "", problem: "it is not JSON: \(error)")
    }
  }

  /// Reads a table; see `init(json:)`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let version = try container.decode(Int.self, forKey: .schemaVersion)
    guard version == CalibrationTable.schemaVersion else {
      throw CalibrationTableError.otherSchema(found: version)
    }
    try self.init(
      network: container.decode(String.self, forKey: .network),
      preprocessing: container.decode(String.self, forKey: .preprocessing),
      images: container.decode([FileDigest].self, forKey: .images),
      tensors: container.decode([String: Entry].self, forKey: .tensors).mapValues(\.histogram))
  }

  /// Writes the table; with sorted keys the text is a function of it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(CalibrationTable.schemaVersion, forKey: .schemaVersion)
    try container.encode(network, forKey: .network)
    try container.encode(preprocessing, forKey: .preprocessing)
    try container.encode(images, forKey: .images)
    try container.encode(tensors.mapValues(Entry.init), forKey: .tensors)
  }
}
