extension NumPyFile {
  /// Why a file is no array, or not one that is read.
  public struct Problem: Error, Hashable, Sendable {
    /// What is wrong, as in "the header is cut short".
    public let reason: String
  }

  /// What a file says of its elements. Versions 1 to 3 are read.
  public struct Header: Hashable, Sendable {
    /// What NumPy calls the elements: `<f4` for float32, `|u1` for bytes.
    public let type: String
    /// Whether the first axis changes fastest.
    public let isFortranOrder: Bool
    /// The extents, outermost first.
    public let shape: [Int]
    /// Where the elements begin, in bytes.
    public let offset: Int

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Far more than any header of plain elements has, in bytes.
    private static let longest = 1 << 16

    /// Reads the header of a file and holds the size of the file against it.
    ///
    /// - Throws: `Problem`; also where the elements are not exactly as many as the shape says, of
    ///   element types of one to eight bytes.
    public init(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
      guard bytes.count >= 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
        throw Problem(reason: "it is no .npy file")
      }
      guard (1...3).contains(bytes[6]) else {
        throw Problem(reason: "version \(bytes[6]) of the format is not known")
      }
      let (start, sizes) = bytes[6] == 1 ? (10, [8, 9]) : (12, [8, 9, 10, 11])
      let length = sizes.reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
      guard length <= Header.longest, length <= bytes.count - start else {
        throw Problem(reason: "the header is cut short or too long")
      }
      let text = String(decoding: bytes[start..<start + length], as: UTF8.self)
      guard let type = Header.value("descr", in: text), type.first == "'",
        let order = Header.value("fortran_order", in: text),
        let shape = Header.value("shape", in: text).flatMap(Header.extents)
      else { throw Problem(reason: "the header does not say what the elements are") }
      self.type = String(type.dropFirst().prefix { $0 != "'" })
      isFortranOrder = order.hasPrefix("True")
      self.shape = shape
      offset = start + length
      var needed = self.type.last.flatMap { Int(String($0)) } ?? 0
      for extent in shape {
        let (product, overflow) = needed.multipliedReportingOverflow(by: extent)
        guard !overflow else { throw Problem(reason: "the shape is beyond any file") }
        needed = product
      }
      let found = bytes.count - offset
      guard found == needed else {
        throw Problem(reason: "\(found) bytes of elements, where \(needed) are needed")
      }
    }

    /// What stands behind a key of the dictionary, blanks before it left out.
    private static func value(_ key: String, in text: String) -> Substring? {
      let parts = text.split(separator: "'\(key)':", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? parts[1].drop { $0 == " " } : nil
    }

    /// `(3, 4)`, `(3,)` or `()`.
    private static func extents(_ text: Substring) -> [Int]? {
      guard text.first == "(", let end = text.firstIndex(of: ")") else { return nil }
      let parts = text[..<end].dropFirst().split(separator: ",")
        .map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
      let extents = parts.compactMap { Int($0) }
      return extents.count == parts.count && extents.allSatisfy { $0 >= 0 } ? extents : nil
    }
  }
}
