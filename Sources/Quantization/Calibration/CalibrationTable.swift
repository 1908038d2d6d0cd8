/// What was seen in the tensors of a network while it ran on pictures.
///
/// It is a function of the set of pictures: their order, threads, and having been made in parts that
/// were merged leave no trace.
public struct CalibrationTable: Hashable, Sendable {
  /// A picture that was used.
  public struct Picture: Hashable, Sendable, Codable {
    /// What people call it.
    public let name: String
    /// The SHA-256 of its file, 64 lower-case hexadecimal digits.
    public let sha256: String

    /// A picture.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// What tells the network from others.
  public let network: String
  /// How pictures became the input of the network.
  public let preprocessing: String
  /// The pictures, each used once, in the order of their SHA-256.
  public private(set) var pictures: [Picture]
  /// The numbers of each tensor, by its name.
  public private(set) var tensors: [String: Histogram]

  /// A table.
  ///
  /// - Throws: `CalibrationTableError` when a SHA-256 is none, pictures are the same, or a tensor has
  ///   more numbers than can be counted.
  public init(
    network: String, preprocessing: String, pictures: [Picture], tensors: [String: Histogram]
  ) throws(CalibrationTableError) {
    for picture in pictures where !picture.hasDigest { throw .notDigest(picture) }
    self.network = network
    self.preprocessing = preprocessing
    self.pictures = pictures.sorted { ($0.sha256, $0.name) < ($1.sha256, $1.name) }
    self.tensors = tensors
    let same = zip(self.pictures, self.pictures.dropFirst()).filter { $0.sha256 == $1.sha256 }
    if !same.isEmpty { throw .samePictures(same.map { "\($0.name) and \($1.name)" }) }
    for (name, histogram) in tensors.sorted(by: { $0.key < $1.key }) {
      if max(histogram.count, histogram.nonFinite) > Histogram.largestCount {
        throw .tooManyNumbers(tensor: name)
      }
    }
  }

  /// Adds what was seen on other pictures.
  ///
  /// - Throws: `CalibrationTableError` when the other table is of another network or preprocessing,
  ///   lacks tensors or has others, shares a picture, or a tensor would have more numbers than can be
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
    let digests = Set(pictures.map(\.sha256))
    let shared = other.pictures.filter { digests.contains($0.sha256) }
    guard shared.isEmpty else { throw .sharedPictures(shared.map(\.name)) }
    var merged = tensors
    for (name, histogram) in other.tensors { merged[name]?.merge(histogram) }
    self = try CalibrationTable(
      network: network, preprocessing: preprocessing, pictures: pictures + other.pictures,
      tensors: merged)
  }
}

extension CalibrationTable.Picture {
  fileprivate var hasDigest: Bool {
    sha256.utf8.count == 64
      && sha256.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}
