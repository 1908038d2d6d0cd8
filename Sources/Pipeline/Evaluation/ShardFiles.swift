import Evaluation
import Files
import Text

/// Partial results of evaluations as files.
public enum ShardFiles {
  /// More than the partial results of any data set have.
  private static let mostBytes = 1 << 30

  /// Writes a partial result.
  ///
  /// - Throws: a `Failure` (unwritable).
  public static func write(_ shard: EvaluationShard, to path: String) throws {
    try AtomicFile.write(try shard.json(), to: path)
  }

  /// Reads partial results and puts them together.
  ///
  /// - Throws: a `Failure`, with every file that is no partial result.
  public static func merged(_ paths: [String]) throws -> EvaluationShard {
    var shards: [EvaluationShard] = []
    var failures: [any Error] = []
    for path in paths {
      do { shards.append(try read(path)) } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
    let merged: EvaluationShard
    do throws(ShardError) { merged = try EvaluationShard(merging: shards) } catch {
      guard let index = error.index, paths.indices.contains(index) else { throw error }
      throw LocatedFailure(paths[index], error)
    }
    // A part alone may have none, where there are more parts than images.
    guard !merged.isComplete || !merged.images.isEmpty else {
      throw PipelineError.malformed(
        "\(paths.joined(separator: ", ")): hold the results of no images, which say nothing")
    }
    return merged
  }

  private static func read(_ path: String) throws -> EvaluationShard {
    let file = try MappedFile(path: path)
    guard file.count <= mostBytes else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, more than the \(mostBytes) that are read; give a file "
          + "that an evaluation of a shard has written")
    }
    // Before the decoder looks keys up.
    guard file.withUnsafeBytes({ CombiningMarks.excess(in: $0, escaped: true) }) == nil else {
      throw PipelineError.malformed("\(path): \(CombiningMarks.problem)")
    }
    do throws(ShardError) {
      return try EvaluationShard(json: file.prefix(file.count))
    } catch { throw LocatedFailure(path, error) }
  }
}

extension ShardError {
  /// The partial result at fault, counted from 0.
  fileprivate var index: Int? {
    switch self {
    case .differs(let index, _, _, _), .repeatedPart(let index, _),
      .repeatedImages(let index, _, _):
      index
    case .malformed, .otherSchema, .nothing: nil
    }
  }
}
