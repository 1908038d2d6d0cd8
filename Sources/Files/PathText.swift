import Glibc

/// Names of files as text, whatever bytes they are of: Linux demands no UTF-8 of them.
///
/// A byte that is no part of UTF-8 stands as a private character, U+10FF00 and its value; messages show it
/// as `\xE4`. Where a file is read, its path is tried as it stands first, so that names which have such
/// characters of their own mean themselves.
public enum PathText {
  private static let first: UInt32 = 0x10_FF00

  /// The text of a name or path.
  public static func text(of bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let byte = rest.first {
      let whole = (1...4).lazy.compactMap { count -> Unicode.Scalar? in
        let scalars = String(validating: rest.prefix(count), as: UTF8.self)?.unicodeScalars
        guard rest.count >= count, let scalars, scalars.count == 1 else { return nil }
        return scalars.first
      }.first
      if let whole {
        text.append(whole)
        rest = rest.dropFirst(UTF8.width(whole))
      } else {
        if let stand = Unicode.Scalar(first + UInt32(byte)) { text.append(stand) }
        rest = rest.dropFirst()
      }
    }
    return String(text)
  }

  /// The bytes of a path in which bytes stand as characters; nil for any other.
  ///
  /// Only a text that `text(of:)` makes of these bytes counts: no character stands for a slash, a dot
  /// or the end of a name, nor for a part of UTF-8, so that no text leads elsewhere than it shows.
  static func bytes(of path: String) -> [UInt8]? {
    guard path.utf8.contains(0xF4), path.unicodeScalars.contains(where: { $0.value >= first })
    else { return nil }
    let bytes = path.unicodeScalars.flatMap { scalar in
      scalar.value >= first
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
    return text(of: bytes).utf8.elementsEqual(path.utf8) ? bytes : nil
  }

  /// The bytes of a name or path.
  public static func allBytes(of path: String) -> [UInt8] { bytes(of: path) ?? Array(path.utf8) }

  /// The code points of a name as Python has it, where a byte that is no part of UTF-8 is a lone
  /// surrogate, U+DC00 and its value (PEP 383).
  public static func pythonCodePoints(of path: String) -> [UInt32] {
    let hasBytes = bytes(of: path) != nil
    return path.unicodeScalars.map { scalar in
      hasBytes && scalar.value >= first ? scalar.value - first + 0xDC00 : scalar.value
    }
  }

  /// - Throws: `FileError` where bytes stand as characters in the path of something to be made, which
  ///   would get another name than was asked for.
  static func checkIsUTF8(_ path: String) throws(FileError) {
    guard bytes(of: path) != nil else { return }
    throw FileError(
      kind: .unwritable, path: path,
      message: "has a byte that is not UTF-8; what is written needs a name in UTF-8")
  }

  /// Makes a call of the system, and once more with the bytes that characters stand for where there is
  /// no such file.
  fileprivate static func call<Result>(
    _ path: String, failed: (Result) -> Bool, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    let result = path.withCString(body)
    guard failed(result), errno == ENOENT, let bytes = bytes(of: path) else { return result }
    return (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? result
    }
  }
}

// The calls of the system by which this room reads.

func open(_ path: String, _ flags: Int32) -> Int32 {
  PathText.call(path, failed: { $0 < 0 }) { Glibc.open($0, flags) }
}

func stat(_ path: String, _ status: UnsafeMutablePointer<stat>) -> Int32 {
  PathText.call(path, failed: { $0 < 0 }) { (path: UnsafePointer<CChar>) in stat(path, status) }
}

func opendir(_ path: String) -> OpaquePointer? {
  PathText.call(path, failed: { $0 == nil }) { Glibc.opendir($0) }
}
