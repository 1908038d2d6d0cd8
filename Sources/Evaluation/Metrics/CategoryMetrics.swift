/// The metrics of one category.
public struct CategoryMetrics: Hashable, Sendable {
  /// Its `GroundTruth.Category.id`.
  public var category: Int
  /// Its name.
  public var name: String
  /// How many objects are to be found.
  public var objects: Int
  /// The metrics; -1 where there are no objects of the size.
  public var metrics: DetectionMetrics
}

/// In one object, the metrics beside the name.
extension CategoryMetrics: Codable {
  private enum Keys: String, CodingKey { case category, name, objects }

  /// Reads the form that `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    category = try container.decode(Int.self, forKey: .category)
    name = try container.decode(String.self, forKey: .name)
    objects = try container.decode(Int.self, forKey: .objects)
    metrics = try DetectionMetrics(from: decoder)
  }

  /// Writes number, name, count and metrics.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(category, forKey: .category)
    try container.encode(name, forKey: .name)
    try container.encode(objects, forKey: .objects)
    try metrics.encode(to: encoder)
  }
}
