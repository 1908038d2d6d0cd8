import Glibc

/// Files that are read once from front to back.
///
/// Unlike a mapped file it stays safe when another process shortens it meanwhile.
public enum StreamedFile {
  /// How much is read at once: enough that the system's calls do not show, little enough for the
  /// processor's cache.
  private static let pieceSize = 1 << 18

  /// Reads a file piece by piece.
  ///
  /// - Parameter body: given each piece, valid during the call; returns whether to go on.
  /// - Returns: how many bytes were read.
  /// - Throws: `FileError` when there is no such file or it is not a regular, readable one.
  @discardableResult
  public static func read(
    _ path: String, _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(FileError) -> Int {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    let descriptor = uninterrupted {
      open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    }
    guard descriptor >= 0 else { throw FileError(kind: .unreadable, path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(kind: .unreadable, path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(kind: .unreadable, path: path, notRegular: status)
    }
    FilesInUse.shared.add(status)
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 4096)
    defer { piece.deallocate() }
    var total = 0
    while true {
      let count = uninterrupted { systemRead(descriptor, piece.baseAddress, piece.count) }
      guard count >= 0 else { throw FileError(kind: .unreadable, path: path, errno: errno) }
      if count == 0 { return total }
      total += count
      guard body(UnsafeRawBufferPointer(rebasing: piece[..<count])) else { return total }
    }
  }
}

/// The system's `read`, whose name the method above hides.
private func systemRead(
  _ descriptor: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
  read(descriptor, start, count)
}
