import Dispatch
import Files
import Synchronization

/// Hashes many files on several threads.
enum FileHashes {
  /// What was read of a file.
  struct Hash: Hashable, Sendable {
    let digest: Digest
    /// The bytes that were hashed.
    let size: Int
  }

  /// Told how many bytes are hashed, and how many there are; from any thread, often.
  typealias Progress = @Sendable (_ done: Int, _ count: Int) -> Void

  /// Hashes files; the results are in the order of the files.
  ///
  /// - Parameter sizes: what is expected of them, so that the largest begin first.
  static func of(
    _ paths: [String], sizes: [Int], threads: Int, progress: Progress?
  ) -> [Result<Hash, FileError>] {
    let order = paths.indices.sorted { sizes[$0] > sizes[$1] }
    let total = sizes.reduce(0, +)
    let next = Atomic(0)
    let done = Atomic(0)
    let results = Mutex<[Int: Result<Hash, FileError>]>([:])
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, paths.count))) { _ in
      while true {
        let turn = next.add(1, ordering: .relaxed).oldValue
        guard turn < order.count else { return }
        let index = order[turn]
        let result = hash(paths[index]) { count in
          // A file may grow meanwhile; more than all of it is never done.
          let bytes = done.add(count, ordering: .relaxed).newValue
          progress?(min(bytes, total), total)
        }
        results.withLock { $0[index] = result }
      }
    }
    let all = results.withLock { $0 }
    return paths.indices.compactMap { all[$0] }
  }

  /// Hashes a file.
  static func hash(
    _ path: String, progress: (Int) -> Void = { _ in }
  ) -> Result<Hash, FileError> {
    var stream = DigestStream()
    do throws(FileError) {
      let size = try StreamedFile.read(path) { piece in
        stream.update(piece)
        progress(piece.count)
        return true
      }
      return .success(Hash(digest: stream.digest(), size: size))
    } catch { return .failure(error) }
  }
}
