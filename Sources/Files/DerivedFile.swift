import Glibc
import Text

/// How far a command goes with files that are there under names it derives.
public enum Replacement: Hashable, Sendable {
  /// It replaces what the program itself made.
  case own
  /// It replaces any ordinary file, as its user asks for that.
  case any
}

/// A file whose name the user of a command did not give: one beside what was named, or in a folder
/// that was named.
///
/// A file that is named is replaced, as that is what naming it means. Of one that is not, nobody may
/// have thought, so it is replaced only where the program can tell that it made it.
public struct DerivedFile: Sendable {
  /// The file.
  public let path: String
  /// What it has to be, so that it may be replaced, for example `a record of darkroom`.
  private let kind: String
  private let isOwn: @Sendable (UnsafeRawBufferPointer) -> Bool

  /// Names a file.
  ///
  /// - Parameters:
  ///   - kind: what the program makes there, with its article.
  ///   - isOwn: whether contents that are there were made by the program.
  public init(
    _ path: String, kind: String, isOwn: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) {
    self.path = path
    self.kind = kind
    self.isOwn = isOwn
  }

  /// Names a file that never tells who made it.
  public init(_ path: String) { self.init(path, kind: "", isOwn: { _ in false }) }

  /// Checks that the file can be written and nothing is lost by it.
  ///
  /// - Parameter bytes: what is to be written; the same bytes may be there already.
  /// - Throws: `FileError.unwritable`.
  public func check(_ replacement: Replacement, for bytes: [UInt8]? = nil) throws(FileError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw FileError(kind: .unwritable, path: path, errno: errno) }
      return
    }
    guard status.st_mode & S_IFMT != S_IFLNK else {
      throw FileError(
        kind: .unwritable, path: path,
        message: "is a symbolic link, and what it leads to is not replaced; remove it")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(kind: .unwritable, path: path, notRegular: status)
    }
    let use = Result { () throws(FileError) in try FilesInUse.shared.check(status, path) }
    let isReplaceable = isReplaceable(by: bytes)
    // Looking at it was no use of it that would have to be protected.
    FilesInUse.shared.forget(path)
    if isReplaceable { return }
    guard replacement == .own else { return try use.get() }
    let found: Lines = kind.isEmpty ? "is there already" : "is there already and is not \(kind)"
    throw FileError(
      kind: .unwritable, path: path,
      message: "\(found); move it away, or replace it\(with: .replacement)")
  }

  /// The most bytes that anything has which the program makes under such names.
  private static let largest = 1 << 26

  private func isReplaceable(by bytes: [UInt8]?) -> Bool {
    guard !kind.isEmpty || bytes != nil, let file = try? MappedFile(path: path),
      file.count <= DerivedFile.largest
    else { return false }
    if file.withUnsafeBytes(isOwn) { return true }
    return bytes.map { bytes in file.withUnsafeBytes { $0.elementsEqual(bytes) } } ?? false
  }

  /// Checks several files.
  ///
  /// - Throws: `FileError.unwritable`, with everything that is in the way.
  public static func check(
    _ files: some Sequence<DerivedFile>, _ replacement: Replacement
  ) throws(FileError) {
    try check(files.map { ($0, nil) }, replacement)
  }

  /// Checks several files of which it is known what is to be written.
  ///
  /// - Throws: `FileError.unwritable`, with everything that is in the way.
  public static func check(
    _ files: [(file: DerivedFile, bytes: [UInt8]?)], _ replacement: Replacement
  ) throws(FileError) {
    var errors: [FileError] = []
    for (file, bytes) in files {
      do throws(FileError) { try file.check(replacement, for: bytes) } catch {
        errors.append(error)
      }
    }
    try FileError.check(errors)
  }

  /// Writes several files, none of which appears before all of them are written.
  ///
  /// - Throws: `FileError.unwritable`; nothing was written where something is in the way.
  public static func write(
    _ files: [(file: DerivedFile, bytes: [UInt8])], _ replacement: Replacement
  ) throws(FileError) {
    try check(files.map { ($0.file, $0.bytes) }, replacement)
    try AtomicFile.write(files.map { (path: $0.file.path, bytes: $0.bytes) })
  }
}
