import Digests

/// What was seen in the tensors of a network while it ran on pictures.
///
/// It is a function of the set of pictures: their order, threads, and having been made in parts that
/// were merged leave no trace.
public struct CalibrationTable: Hashable, Sendable {
  /// What tells the network from others.
  public let network: String
  /// How pictures became the input of the network.
  public let preprocessing: String
  /// The pictures by what people call them, each used once, in the order of their SHA-256.
  public private(set) var pictures: [FileDigest]
  /// The numbers of each tensor, by its name.
  public private(set) var tensors: [String: Histogram]

  /// A table.
  ///
  /// - Throws: `CalibrationTableError` when pictures are the same, or a tensor has
  ///   more numbers than can be counted.
  public init(
    network: String, preprocessing: String, pictures: [FileDigest], tensors: [String: Histogram]
  ) throws(CalibrationTableError) {
    self.network = network
    self.preprocessing = preprocessing
    self.pictures = pictures.sorted { ($0.digest, $0.path) < ($1.digest, $1.path) }
    self.tensors = tensors
    let same = zip(self.pictures, self.pictures.dropFirst()).filter { $0.digest == $1.digest }
    if !same.isEmpty { throw .samePictures(same.map { "\($0.path) and \($1.path)" }) }
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
    let digests = Set(pictures.map(\.digest))
    let shared = other.pictures.filter { digests.contains($0.digest) }
    guard shared.isEmpty else { throw .sharedPictures(shared.map(\.path)) }
    var merged = tensors
    for (name, histogram) in other.tensors { merged[name]?.merge(histogram) }
    self = try CalibrationTable(
      network: network, preprocessing: preprocessing, pictures: pictures + other.pictures,
      tensors: merged)
  }
}
