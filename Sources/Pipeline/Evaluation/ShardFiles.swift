import Evaluation
import Files
import Text

/// Partial results of evaluations as files.
public enum ShardFiles {
  /// Writes a partial result.
  ///
  /// - Throws: `PipelineError.unwritable`.
  public static func write(_ shard: EvaluationShard, to path: String) throws(PipelineError) {
    let bytes: [UInt8]
    do throws(ShardError) { bytes = try shard.json() } catch { throw .fault("\(error)") }
    do throws(FileError) { try AtomicFile.write(bytes, to: path) } catch {
      throw PipelineError(error)
    }
  }

  /// Reads partial results and puts them together.
  ///
  /// - Throws: `PipelineError`, with every file that is no partial result.
  public static func merged(_ paths: [String]) throws(PipelineError) -> EvaluationShard {
    var shards: [EvaluationShard] = []
    var errors: [PipelineError] = []
    for path in paths {
      do throws(PipelineError) { shards.append(try read(path)) } catch { errors.append(error) }
    }
    if let error = PipelineError(all: errors) { throw error }
    do throws(ShardError) { return try EvaluationShard(merging: shards) } catch {
      guard let index = error.index, paths.indices.contains(index) else {
        throw .malformed("\(error)")
      }
      throw .malformed("\(paths[index]): \(error)")
    }
  }

  private static func read(_ path: String) throws(PipelineError) -> EvaluationShard {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw PipelineError(error) }
    do throws(ShardError) {
      return try EvaluationShard(json: file.prefix(file.count))
    } catch { throw .malformed("\(path): \(error)") }
  }
}

extension ShardError {
  /// The partial result at fault, counted from 0.
  fileprivate var index: Int? {
    switch self {
    case .differs(let index, _, _, _), .repeatedPart(let index, _),
      .repeatedPictures(let index, _, _):
      index
    case .malformed, .otherSchema, .nothing: nil
    }
  }
}
