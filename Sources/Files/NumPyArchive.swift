import CZlib

/// A NumPy archive (`.npz`): a ZIP file with one `.npy` member for each array, which
/// `numpy.load` opens.
///
/// Members are deflated; dates are fixed so that the same arrays give the same bytes. Formats:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html and PKWARE APPNOTE 6.3.
public struct NumPyArchive: ~Copyable {
  private let path: String
  private var file: AtomicFile
  private var directory: [UInt8] = []
  private var memberCount = 0
  private var offset = 0

  /// Starts an archive that appears at `path` when it is committed.
  public init(path: String) throws(FileError) {
    self.path = path
    file = try AtomicFile(path: path)
  }

  /// Adds a float32 array in row-major order.
  ///
  /// - Throws: `FileError` when the file cannot be written or would pass the 4 GiB that a ZIP
  ///   file without extensions can hold.
  public mutating func add(
    _ name: String, _ elements: [Float], shape: [Int]
  ) throws(FileError) {
    var content = NumPyArchive.header(shape: shape)
    elements.withUnsafeBytes { content.append(contentsOf: $0) }
    let deflated = try deflate(content)
    guard content.count < Int(UInt32.max), offset + deflated.count < Int(UInt32.max) - 1 << 20,
      memberCount < Int(UInt16.max)
    else {
      throw FileError(
        kind: .unwritable, path: path,
        message: "holds more than 4 GiB, the most of an .npz file; write to a folder instead")
    }
    let checksum = content.withUnsafeBytes { bytes in
      crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    }
    let member = Array("\(name).npy".utf8)
    var fields: [UInt8] = []
    fields.append(20, bytes: 2)  // version that can extract it: 2.0
    fields.append(0x800, bytes: 2)  // names are UTF-8
    fields.append(8, bytes: 2)  // deflate
    fields.append(0, bytes: 2)  // midnight
    fields.append(0x21, bytes: 2)  // 1980-01-01
    fields.append(Int(checksum), bytes: 4)
    fields.append(deflated.count, bytes: 4)
    fields.append(content.count, bytes: 4)
    fields.append(member.count, bytes: 2)
    fields.append(0, bytes: 2)  // no extra field

    var local: [UInt8] = [0x50, 0x4b, 3, 4]
    local += fields + member
    directory += [0x50, 0x4b, 1, 2, 20, 0] + fields
    directory.append(0, bytes: 2)  // no comment
    directory.append(0, bytes: 2)  // first disk
    directory.append(0, bytes: 2)  // binary
    directory.append(0, bytes: 4)  // no attributes
    directory.append(offset, bytes: 4)
    directory += member
    try file.write(local)
    try file.write(deflated)
    offset += local.count + deflated.count
    memberCount += 1
  }

  /// Writes the directory and makes the file appear under its name.
  public consuming func commit() throws(FileError) {
    var end: [UInt8] = [0x50, 0x4b, 5, 6, 0, 0, 0, 0]
    end.append(memberCount, bytes: 2)
    end.append(memberCount, bytes: 2)
    end.append(directory.count, bytes: 4)
    end.append(offset, bytes: 4)
    end.append(0, bytes: 2)
    try file.write(directory)
    try file.write(end)
    try file.commit()
  }

  /// The head of a `.npy` file, version 1.0, padded to a multiple of 64 bytes; the elements follow it
  /// in row-major order.
  ///
  /// - Parameter type: what NumPy calls the elements: `<f4` for float32, `|u1` for bytes.
  public static func header(shape: [Int], type: String = "<f4") -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    var header: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    header.append(length, bytes: 2)
    return header + Array(text.utf8)
  }

  /// A raw deflate stream of the content.
  private func deflate(_ content: [UInt8]) throws(FileError) -> [UInt8] {
    var stream = z_stream()
    // Negative window bits: no zlib header. Level 1: floats hardly compress better at others.
    guard
      deflateInit2_(
        &stream, 1, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw FileError(kind: .unwritable, path: path, message: "zlib has no memory left") }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(content.count)))
    return content.withUnsafeBytes { source in
      Array(unsafeUninitializedCapacity: bound) { target, count in
        stream.next_in = UnsafeMutablePointer(
          mutating: source.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(content.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(bound)
        _ = CZlib.deflate(&stream, Z_FINISH)
        count = bound - Int(stream.avail_out)
      }
    }
  }
}

extension [UInt8] {
  /// Appends the low bytes of a number, little-endian.
  fileprivate mutating func append(_ number: Int, bytes: Int) {
    for byte in 0..<bytes { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }
}
