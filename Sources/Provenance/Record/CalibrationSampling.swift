import Digests
import JSON

/// How calibration images were drawn from more of them, so that others can draw the same.
public struct CalibrationSampling: Hashable, Sendable {
  /// How images are drawn.
  public enum Method: String, Hashable, Sendable, Codable, CaseIterable {
    /// `random.Random(seed).sample(sorted(names), count)` of Python's standard library.
    case python = "python-random-sample"
  }

  /// What was drawn from.
  public struct Population: Hashable, Sendable {
    /// How many names there were.
    public var count: Int
    /// The SHA-256 of the names in their order, each with a line feed behind it.
    public var digest: Digest

    /// Names.
    public init(count: Int, digest: Digest) {
      self.count = count
      self.digest = digest
    }
  }

  /// How images were drawn.
  public var method = Method.python
  /// How many were drawn, before those that cannot be read, or repeat another, were left out.
  public var count: Int
  /// What the random numbers begin with.
  public var seed: RandomSeed
  /// What was drawn from.
  public var population: Population

  /// Describes how images were drawn.
  public init(count: Int, seed: RandomSeed, population: Population) {
    self.count = count
    self.seed = seed
    self.population = population
  }
}

extension CalibrationSampling: Codable {
  private enum CodingKeys: String, CodingKey { case method, count, seed, population }
}

extension CalibrationSampling.Population: Codable {
  private enum CodingKeys: String, CodingKey {
    case count
    case digest = "sha256"
  }
}

extension CalibrationSampling: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let method = reader.take(
      "method", Method.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or "), &problems
    ) { $0.text.flatMap(Method.init) }
    let count = reader.size("count", &problems)
    let seed = reader.take(
      "seed", "a text with a whole number of -2^63 to 2^64 - 1", &problems
    ) { $0.text.flatMap { RandomSeed($0) } }
    let population: Population? = reader.part("population", &problems)
    guard let method, let count, let seed, let population else { return nil }
    self.init(count: count, seed: seed, population: population)
    self.method = method
  }

  var json: JSONValue {
    var builder = ObjectBuilder()
    builder.set("method", method.rawValue)
    builder.set("count", count)
    builder.set("seed", seed.description)
    builder.set("population", population)
    return builder.json
  }
}

extension CalibrationSampling.Population: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let count = reader.size("count", &problems)
    let digest = reader.digest("sha256", &problems)
    guard let count, let digest else { return nil }
    self.init(count: count, digest: digest)
  }

  var json: JSONValue {
    var builder = ObjectBuilder()
    builder.set("count", count)
    builder.set("sha256", digest)
    return builder.json
  }
}
