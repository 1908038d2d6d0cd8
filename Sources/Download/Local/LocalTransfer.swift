import Files
import Glibc

/// Copies a file of this machine into a partial file, hashing on the way.
struct LocalTransfer {
  let path: String
  let sizes: ExpectedSize
  let data: PartialData
  var meter: Meter

  /// Copies all.
  mutating func run() throws(RequestFailure) {
    // It would be emptied before it is read.
    guard FileIdentity(path: path) != FileIdentity(path: data.file.path) else {
      throw .failed(
        .file(
          FileError(
            kind: .unreadable, path: path,
            message: "is the very file that is to be written; give another one")))
    }
    let total = try size()
    if let total {
      guard sizes.allows(total) else { throw .failed(sizes.failure(total)) }
      do throws(DownloadError) {
        try FreeSpace.check(total, freed: data.allocated, for: data.file)
      } catch { throw .fatal(error) }
    }
    try RequestFailure.fatal { () throws(FileError) in try data.restart(nil) }
    var setback: RequestFailure?
    do throws(FileError) {
      try StreamedFile.read(path) { piece in
        do throws(RequestFailure) {
          try append(piece, total)
          return true
        } catch {
          setback = error
          return false
        }
      }
    } catch { throw .failed(.file(error)) }
    if let setback { throw setback }
  }

  private mutating func append(
    _ piece: UnsafeRawBufferPointer, _ total: Int?
  ) throws(RequestFailure) {
    // It may grow meanwhile.
    guard piece.count <= sizes.largest - data.length else {
      throw .failed(sizes.isKnown ? .tooLong(expected: sizes.largest) : sizes.failure(.max))
    }
    try RequestFailure.fatal { () throws(FileError) in try data.append(piece) }
    meter.report(data.length, of: total, isForced: false)
  }

  /// The size before it is read; nil for what is no ordinary file, of which reading tells.
  private func size() throws(RequestFailure) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      // Before anything of what is there is thrown away.
      do throws(FileError) { try StreamedFile.read(path) { _ in false } } catch {
        throw .failed(.file(error))
      }
      return nil
    }
    return Int(status.st_size)
  }
}

extension FileError {
  /// An error from the C library's error number.
  static func system(_ kind: Kind, _ path: String, code: Int32 = errno) -> FileError {
    FileError(kind: kind, path: path, errno: code)
  }
}
