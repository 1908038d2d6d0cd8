import Files
import Testing

@Suite("Headers of NumPy files")
struct NumPyHeaderTests {
  private static func file(
    _ text: String, version: UInt8 = 1, elements: Int = 24, padded: Int? = nil
  ) -> [UInt8] {
    let length = padded ?? text.utf8.count
    let size = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(text.utf8)
      + Array(repeating: 7, count: elements)
  }

  private static func header(_ bytes: [UInt8]) throws -> NumPyFile.Header {
    try bytes.withUnsafeBytes { try NumPyFile.Header($0) }
  }

  @Test("What is written is read back")
  func roundTrip() throws {
    let bytes = NumPyFile.bytes(
      of: Array(repeating: 1, count: 24), type: "float32", shape: [1, 2, 3])
    let header = try Self.header(bytes)
    #expect(header.type == "<f4" && !header.isFortranOrder && header.shape == [1, 2, 3])
    #expect(header.offset == bytes.count - 24 && header.count == 6)
  }

  @Test("Keys come in any order, versions 1 to 3 have lengths of two and four bytes")
  func forms() throws {
    let text = "{'shape': (4,6), 'fortran_order': True, 'descr': '|u1'}\n"
    for version: UInt8 in 1...3 {
      let header = try Self.header(Self.file(text, version: version))
      #expect(header.shape == [4, 6] && header.isFortranOrder && header.type == "|u1")
    }
    let single = "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }"
    #expect(try Self.header(Self.file(single)).shape == [6])
  }

  @Test(
    "What is no array, or not of its size, is refused",
    arguments: [
      (file("{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }"), "24 bytes of elements"),
      (file("{'descr': '<f4', 'fortran_order': False, 'shape': (-6,), }"), "does not say"),
      (file("{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }"), "does not say"),
      (file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), }"), "does not say"),
      (file("{'descr': '<f4', 'fortran_order': False, }"), "does not say"),
      (
        file(
          "{'descr': '<f4', 'fortran_order': False, "
            + "'shape': (4294967296, 4294967296, 4294967296), }"), "beyond any file"
      ),
      (file("{}", padded: 40), "cut short"), (file("{}", version: 9), "version 9"),
      (file("{}", version: 2, padded: 1 << 30), "cut short"), ([1, 2, 3], "no .npy"),
      ([], "no .npy"),
    ])
  func refused(bytes: [UInt8], words: String) {
    #expect {
      try Self.header(bytes)
    } throws: { error in
      (error as? NumPyFile.Problem)?.reason.contains(words) ?? false
    }
  }

  @Test("A file cut at any length is refused")
  func truncated() {
    let bytes = NumPyFile.bytes(of: [1, 2, 3, 4], type: "uint8", shape: [2, 2])
    for length in 0..<bytes.count {
      #expect(throws: NumPyFile.Problem.self) { try Self.header(Array(bytes.prefix(length))) }
    }
  }
}
