import Digests
import JSON

extension CalibrationTable: Codable {
  /// The version of the form.
  static let schemaVersion = 2

  private enum Keys: String, CodingKey {
    case schemaVersion, network, preprocessing, pictures, tensors
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
      pictures: container.decode([FileDigest].self, forKey: .pictures),
      tensors: container.decode([String: Entry].self, forKey: .tensors).mapValues(\.histogram))
  }

  /// Writes the table; with sorted keys the text is a function of it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(CalibrationTable.schemaVersion, forKey: .schemaVersion)
    try container.encode(network, forKey: .network)
    try container.encode(preprocessing, forKey: .preprocessing)
    try container.encode(pictures, forKey: .pictures)
    try container.encode(tensors.mapValues(Entry.init), forKey: .tensors)
  }
}
