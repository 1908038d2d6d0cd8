import Files
import Synchronization
import Threads

/// Hashes many files on several threads.
package enum FileHashes {
  /// Told how many bytes are hashed, and how many there are; from any thread, often.
  package typealias Progress = @Sendable (_ done: Int, _ count: Int) -> Void

  /// Hashes files; the results are in the order of the files.
  ///
  /// - Parameter sizes: what is expected of them, so that the largest begin first.
  package static func of(
    _ paths: [String], sizes: [Int], threads: Int, progress: Progress?
  ) -> [Result<Contents, FileError>] {
    let order = paths.indices.sorted { sizes[$0] > sizes[$1] }
    // Files with holes can have sizes that no disk has.
    let total = sizes.reduce(0) { sum, size in
      let (next, isTooMuch) = sum.addingReportingOverflow(size)
      return isTooMuch ? .max : next
    }
    let done = Atomic(0)
    let hashes = Workers(threads: min(threads, paths.count)).map(order.count) { turn in
      hash(paths[order[turn]]) { count in
        // A file may grow meanwhile; more than all of it is never done.
        let bytes = done.add(count, ordering: .relaxed).newValue
        progress?(min(bytes, total), total)
      }
    }
    var turns = order
    for (turn, index) in order.enumerated() { turns[index] = turn }
    return turns.map { hashes[$0] }
  }

  /// Hashes a file.
  package static func hash(
    _ path: String, progress: (Int) -> Void = { _ in }
  ) -> Result<Contents, FileError> {
    var stream = DigestStream()
    do throws(FileError) {
      let size = try StreamedFile.read(path) { piece in
        stream.update(piece)
        progress(piece.count)
        return true
      }
      return .success(Contents(digest: stream.digest(), size: size))
    } catch { return .failure(error) }
  }
}
