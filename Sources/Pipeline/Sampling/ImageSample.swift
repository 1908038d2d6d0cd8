import Digests
import Files
import Provenance
import Text

/// A random choice of images that others can repeat: what
/// `random.Random(seed).sample(sorted(names), count)` gives in Python.
public struct ImageSample: Hashable, Sendable {
  /// How many images are drawn, at least 1.
  public var count: Int
  /// What the random numbers begin with.
  public var seed: RandomSeed

  /// The seed where nobody says another.
  public static let usualSeed = RandomSeed(42)

  /// A choice.
  public init(count: Int, seed: RandomSeed = ImageSample.usualSeed) {
    self.count = count
    self.seed = seed
  }

  /// Draws.
  ///
  /// - Parameters:
  ///   - names: what is drawn from, in any order: as Python does it, they are sorted by their code
  ///     points, which is the order of their bytes in UTF-8.
  ///   - source: where they are from, for the message.
  /// - Returns: the positions in `names` that are drawn, in the order of Python's list, and what a record
  ///   says of it.
  /// - Throws: a `Failure` (usage) where there are fewer names than are to be drawn.
  public func drawn(
    from names: [String], of source: String
  ) throws -> (positions: [Int], sampling: CalibrationSampling) {
    guard names.count >= count else {
      let text: Lines =
        "\(source): has \(counted(names.count, "image")), fewer than the \(count) that are to be drawn; "
        + "draw at most \(names.count)\(with: .sample, "\(names.count)")"
      throw PipelineError.usage(text)
    }
    let keys = names.map { PathText.pythonCodePoints(of: $0) }
    let order = names.indices.sorted { first, second in
      keys[first] == keys[second]
        ? first < second : keys[first].lexicographicallyPrecedes(keys[second])
    }
    var stream = DigestStream()
    for position in order {
      (PathText.allBytes(of: names[position]) + [0x0A]).withUnsafeBytes { stream.update($0) }
    }
    var random = PythonRandom(seed: seed)
    let positions = random.sample(count, of: names.count).map { order[$0] }
    let population = CalibrationSampling.Population(count: names.count, digest: stream.digest())
    return (positions, CalibrationSampling(count: count, seed: seed, population: population))
  }
}

/// Which of the images that an argument names calibrate.
public enum CalibrationChoice: Hashable, Sendable {
  /// All.
  case all
  /// Some that are drawn.
  case sample(ImageSample)
  /// All, as they were drawn before: what a record says of that.
  case drawn(CalibrationSampling)
}

extension CalibrationChoice {
  /// The files.
  ///
  /// - Parameter argument: a folder or a list of images.
  /// - Returns: the paths, and how they were drawn; nil where they were not.
  /// - Throws: a `Failure` when there are none, or fewer than are to be drawn.
  public func paths(
    of argument: String
  ) throws -> (paths: [String], sampling: CalibrationSampling?) {
    let files = try CalibrationImages.files(of: argument)
    switch self {
    case .all: return (files.map(\.path), nil)
    case .drawn(let sampling): return (files.map(\.path), sampling)
    case .sample(let sample):
      let (positions, sampling) = try sample.drawn(from: files.map(\.name), of: argument)
      return (positions.map { files[$0].path }, sampling)
    }
  }

  /// The parameters of a command; none for all images.
  var sample: ImageSample? {
    switch self {
    case .all: nil
    case .sample(let sample): sample
    case .drawn(let sampling): ImageSample(count: sampling.count, seed: sampling.seed)
    }
  }
}
