import Crypto
import Files

/// The SHA-256 of some bytes.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes.
  public let bytes: [UInt8]

  fileprivate init(_ digest: SHA256.Digest) { bytes = Array(digest) }

  /// A digest that was computed before.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Hashes bytes.
  public init(of bytes: UnsafeRawBufferPointer) {
    self.init(SHA256.hash(data: bytes))
  }

  /// Hashes a file.
  ///
  /// - Throws: `FileError` when it cannot be read.
  public init(ofFile path: String) throws(FileError) {
    self = try MappedFile(path: path).withUnsafeBytes { Digest(of: $0) }
  }
}

/// A digest of bytes that come piece by piece.
public struct DigestStream {
  private var hash = SHA256()

  /// Starts with no bytes.
  public init() {}

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// The digest of all bytes so far.
  public func digest() -> Digest { Digest(hash.finalize()) }
}
