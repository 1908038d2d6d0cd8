import Graph

extension TensorBuffer {
  /// The same bytes at an address that every element type can be read from; a copy where the
  /// buffer borrows from a file at an odd place.
  func aligned() -> TensorBuffer {
    withUnsafeBytes { bytes in
      let address = UInt(bitPattern: bytes.baseAddress)
      guard address % 8 != 0 else { return self }
      return TensorBuffer(byteCount: bytes.count) { $0.copyMemory(from: bytes) }
    }
  }
}
