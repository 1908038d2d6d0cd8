import Files
import Graph
import Provenance
import Quantization
import Synchronization
import Vision

/// Picture files as inputs for calibration.
///
/// They are ordered by what is in them (SHA-256), and equal ones count once, so that names and the
/// order of a list never change a result.
public final class CalibrationPictures: CalibrationSource {
  /// A picture file.
  public struct Entry: Hashable, Sendable {
    /// The path as it was found.
    public let path: String
    /// The SHA-256 of the file.
    public let digest: String
  }

  /// The pictures that can be opened, by digest.
  public let entries: [Entry]
  /// How pictures become inputs.
  public let preprocessing: Preprocessing
  private let input: InputContract
  private let isStrict: Bool
  private let state: Mutex<State>

  /// What is learnt while pictures are read.
  private struct State {
    var problems: [String: String] = [:]
    var cache: [Int: PreparedInput] = [:]
    var cached: Set<Int> = []
  }

  /// Opens and hashes picture files.
  ///
  /// - Parameters:
  ///   - paths: the files; those that cannot be read are left out with a warning.
  ///   - isStrict: whether a picture that cannot be read is an error instead.
  /// - Throws: `PipelineError` when there is no picture, or `isStrict` and one cannot be read.
  public init(
    _ paths: [String], input: InputContract, preprocessing: Preprocessing, isStrict: Bool
  ) throws(PipelineError) {
    self.input = input
    self.preprocessing = preprocessing
    self.isStrict = isStrict
    var entries: [String: Entry] = [:]
    var problems: [String: String] = [:]
    for path in paths {
      do throws(FileError) {
        let digest = try Digest(ofFile: path).description
        let known = entries[digest]
        if known == nil || path < known?.path ?? "" {
          entries[digest] = Entry(path: path, digest: digest)
        }
      } catch {
        if isStrict { throw PipelineError(error) }
        problems[path] = error.description
      }
    }
    self.entries = entries.values.sorted { $0.digest < $1.digest }
    state = Mutex(State(problems: problems))
  }

  /// The number of pictures.
  public var count: Int { entries.count }

  /// What went wrong with pictures that were left out, by path.
  public var problems: [String] {
    state.withLock { state in
      state.problems.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// The pictures that were not left out.
  public var usable: [Entry] {
    let problems = state.withLock { $0.problems }
    return entries.filter { problems[$0.path] == nil }
  }

  /// Keeps the inputs of some pictures in memory once they have been prepared.
  func keep(_ indices: some Sequence<Int>) {
    state.withLock { $0.cached.formUnion(indices) }
  }

  /// A picture as the network's input; nil for one that cannot be read.
  public func input(at index: Int) throws(QuantizationError) -> [[Float]]? {
    let (known, isKept) = state.withLock { ($0.cache[index], $0.cached.contains(index)) }
    if let known { return [known.values] }
    let path = entries[index].path
    let problem: String
    do {
      let picture = try Picture(contentsOf: path)
      let values = try preprocessing.apply(to: picture, input: input).values
      if isKept {
        let prepared = PreparedInput(values)
        state.withLock { $0.cache[index] = prepared }
      }
      return [values]
    } catch let error as PictureError {
      problem = error.description
    } catch {
      problem = "\(path): \(error)"
    }
    if isStrict { throw .input(problem) }
    state.withLock { $0.problems[path] = problem }
    return nil
  }
}

/// An input in as few bytes as hold it exactly.
private enum PreparedInput {
  /// Multiples of 1/255, as a letterbox gives.
  case bytes([UInt8])
  case floats([Float])

  init(_ values: [Float]) {
    let bytes = values.map { UInt8(clamping: Int(($0 * 255).rounded())) }
    let isExact = zip(bytes, values).allSatisfy { Float($0) / 255 == $1 }
    self = isExact ? .bytes(bytes) : .floats(values)
  }

  var values: [Float] {
    switch self {
    case .bytes(let bytes): bytes.map { Float($0) / 255 }
    case .floats(let floats): floats
    }
  }
}
