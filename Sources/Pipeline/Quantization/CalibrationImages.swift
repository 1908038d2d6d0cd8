import Digests
import Files
import Graph
import Quantization
import Synchronization
import Text
import Vision

/// Image files as inputs for calibration.
///
/// They are ordered by what is in them (SHA-256), and equal ones count once, so that names and the
/// order of a list never change a result.
public final class CalibrationImages: CalibrationSource {
  /// The images that can be opened, by digest.
  public let entries: [FileDigest]
  /// How many files were left out because others have the same contents.
  public let repeatedCount: Int
  /// How images become inputs.
  public let preprocessing: Preprocessing
  private let input: InputContract
  private let isStrict: Bool
  private let naming: FileNaming
  private let state: Mutex<State>

  /// What is learnt while images are read.
  private struct State {
    var problems: [String: any Failure] = [:]
    /// The images of one colour, by path.
    var blank: Set<String> = []
    /// Inputs that are kept, and how many more bytes of them may be.
    var kept: [Int: PreparedInput] = [:]
    var room = 0
    /// What a recurrent network remembers before each image.
    var remembered: [Digest: [[Float]]] = [:]
  }

  /// Which of the images of a folder or a list are taken.
  public enum Share: Hashable, Sendable {
    case all
    /// All but those that are kept.
    case used
    /// Every fourth, so that something is judged on images that had no part in it.
    case kept

    /// Fewer images are not divided.
    static let fewest = 8

    func isOf(_ index: Int) -> Bool {
      switch self {
      case .all: true
      case .used: index % 4 != 3
      case .kept: index % 4 == 3
      }
    }
  }

  /// Opens and hashes image files.
  ///
  /// - Parameters:
  ///   - paths: the files; those that cannot be read are left out with a warning, unless it is the
  ///     machine that fails.
  ///   - isStrict: whether an image that cannot be read is an error instead.
  ///   - share: which of them are taken, in the order of their contents.
  ///   - naming: what files are called in problems.
  /// - Throws: a `Failure` when no image can be opened, or `isStrict` and one cannot.
  public init(
    _ paths: [String], input: InputContract, preprocessing: Preprocessing, isStrict: Bool,
    share: Share = .all, naming: FileNaming = .paths
  ) throws {
    self.input = input
    self.preprocessing = preprocessing
    self.isStrict = isStrict
    self.naming = naming
    var entries: [Digest: FileDigest] = [:]
    var problems: [String: any Failure] = [:]
    let paths = Set(paths)
    for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      do throws(FileError) {
        let file = try FileDigest(ofFile: path)
        if entries[file.digest] == nil { entries[file.digest] = file }
      } catch {
        if isStrict || error.isOfMachine { throw error }
        problems[path] = error
      }
    }
    let all = entries.values.sorted { $0.digest < $1.digest }
    self.entries = all.enumerated().filter { share.isOf($0.offset) }.map(\.element)
    repeatedCount = paths.count - problems.count - entries.count
    state = Mutex(State(problems: problems))
    if all.isEmpty { throw uselessness }
    guard share == .all || all.count >= Share.fewest else {
      throw PipelineError.malformed(
        "of \(counted(all.count, "different image")) none can be kept to judge the result by; give "
          + "\(Share.fewest) or more, or other images for that\(with: .budgetImages)")
    }
  }

  private init(_ some: [FileDigest], of other: CalibrationImages) {
    entries = some
    repeatedCount = other.repeatedCount
    preprocessing = other.preprocessing
    input = other.input
    isStrict = other.isStrict
    naming = other.naming
    state = Mutex(
      other.state.withLock {
        State(problems: $0.problems, blank: $0.blank, remembered: $0.remembered)
      })
  }

  /// The number of images.
  public var count: Int { entries.count }

  /// How many of the images that were read are of one colour.
  var blankCount: Int { state.withLock { $0.blank.count } }

  /// What went wrong with images that were left out, by path.
  public var problems: [any Failure] {
    state.withLock { state in
      state.problems.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// The images that were not left out so far.
  public var usable: [FileDigest] {
    let problems = state.withLock { $0.problems }
    return entries.filter { problems[$0.path] == nil }
  }

  /// The images without those that turned out to be no images, which then change nothing.
  ///
  /// - Throws: a `Failure` when none is left.
  func withoutUnusable() throws -> CalibrationImages {
    let rest = CalibrationImages(usable, of: self)
    if rest.entries.isEmpty { throw rest.uselessness }
    return rest
  }

  /// The images without some; nil where none is left.
  func without(_ some: Set<Digest>) -> CalibrationImages? {
    let rest = entries.filter { !some.contains($0.digest) }
    return rest.isEmpty ? nil : CalibrationImages(rest, of: self)
  }

  /// Some of the images, with what is known of others that were looked at elsewhere.
  ///
  /// - Parameters:
  ///   - problems: why images were left out.
  ///   - blank: the images of one colour.
  func keeping(
    _ some: Set<Digest>, problems: [CalibrationPart.Problem] = [], blank: Set<Digest> = []
  ) -> CalibrationImages {
    let rest = CalibrationImages(entries.filter { some.contains($0.digest) }, of: self)
    let paths = entries.filter { blank.contains($0.digest) }.map(\.path)
    rest.state.withLock { state in
      let reasons = Dictionary(problems.map { ($0.image, $0.reason) }) { first, _ in first }
      for entry in entries {
        if let reason = reasons[entry.digest] {
          state.problems[entry.path] = PipelineError.malformed("\(reason)")
        }
      }
      state.blank.formUnion(paths)
    }
    return rest
  }

  /// The images that were not left out so far, by their names without folders.
  var usableNames: [FileDigest] {
    usable.map { FileDigest(path: Folder.name(of: $0.path), digest: $0.digest) }
  }

  /// Why images that could be opened were left out.
  var problemsByDigest: [CalibrationPart.Problem] {
    let problems = state.withLock { $0.problems }
    return entries.compactMap { entry in
      problems[entry.path].map { CalibrationPart.Problem(image: entry.digest, reason: "\($0)") }
    }
  }

  /// The images of one colour that were read.
  var blankDigests: [Digest] {
    let blank = state.withLock { $0.blank }
    return entries.filter { blank.contains($0.path) }.map(\.digest)
  }

  /// Says that no image can be used, and why the first one cannot.
  var uselessness: PipelineError {
    let problems = state.withLock { $0.problems }.sorted { $0.key < $1.key }.map(\.value)
    let first = problems.first.map { Lines($0) } ?? "there is none"
    let text: Lines =
      "none of \(problems.count) calibration images can be used; the first: \(first)"
    if case .unreadable = problems.first?.category { return .unreadable(text) }
    return .malformed(text)
  }

  /// Keeps inputs in memory from now on, for steps that need them again and again.
  func keepInputs(upTo byteCount: Int = 128 << 20) {
    state.withLock { $0.room = byteCount }
  }

  /// Reads every image to see which ones can be.
  func readAll() throws(QuantizationError) {
    for index in entries.indices { _ = try input(at: index) }
  }

  /// Gives what a recurrent network remembers with an image, from now on.
  func keep(_ states: [[Float]], at index: Int) {
    state.withLock { $0.remembered[entries[index].digest] = states }
  }

  /// An image as the network's input; nil for one that cannot be read.
  public func input(at index: Int) throws(QuantizationError) -> [[Float]]? {
    let (known, room, states) = state.withLock {
      ($0.kept[index], $0.room, $0.remembered[entries[index].digest] ?? [])
    }
    if let known { return [known.values] + states }
    do throws(Unusable) {
      let values = try prepared(entries[index])
      if room > 0 {
        let prepared = PreparedInput(values)
        state.withLock { state in
          guard state.room >= prepared.byteCount, state.kept[index] == nil else { return }
          state.room -= prepared.byteCount
          state.kept[index] = prepared
        }
      }
      return [values] + states
    } catch {
      if isStrict || error.isOfMachine {
        if case .unreadable = error.reason.category { throw .unreadable(error.reason.description) }
        throw .input(error.reason.description)
      }
      state.withLock { $0.problems[entries[index].path] = error.reason }
      return nil
    }
  }

  /// Why an image cannot be an input, and whether it says nothing of the image: without one that a
  /// failing disk did not give, the model would be another one.
  private struct Unusable: Error {
    var reason: any Failure
    var isOfMachine = false
  }

  private func prepared(_ entry: FileDigest) throws(Unusable) -> [Float] {
    let path = entry.path
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path, naming: naming) } catch {
      throw Unusable(reason: error, isOfMachine: error.isOfMachine)
    }
    // What is recorded is what was used.
    guard file.withUnsafeBytes({ Digest(of: $0) }) == entry.digest else {
      throw Unusable(
        reason: FileError(
          kind: .unreadable, path: path, message: "was changed while it was used; begin again"),
        isOfMachine: true)
    }
    let image: InputSource
    do throws(ImageError) { image = try InputSource(decoding: file, for: input) } catch {
      throw Unusable(reason: error)
    }
    if image.isOfOneColour { _ = state.withLock { $0.blank.insert(path) } }
    do throws(PreprocessingError) {
      return try preprocessing.apply(to: image, input: input).given(to: input)
    } catch { throw Unusable(reason: LocatedFailure(file.path, error)) }
  }
}

/// An input in as few bytes as hold it exactly.
private enum PreparedInput {
  /// Multiples of 1/255, as a letterbox gives.
  case bytes([UInt8])
  case floats([Float])

  init(_ values: [Float]) {
    let bytes = values.map(NetworkInput.byte)
    let isExact = zip(bytes, values).allSatisfy { Float($0) / 255 == $1 }
    self = isExact ? .bytes(bytes) : .floats(values)
  }

  var byteCount: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .floats(let floats): 4 * floats.count
    }
  }

  var values: [Float] {
    switch self {
    case .bytes(let bytes): bytes.map { Float($0) / 255 }
    case .floats(let floats): floats
    }
  }
}
