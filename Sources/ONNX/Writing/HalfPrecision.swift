import Files
import Graph

/// The conversion of elements between float32 and float16.
enum HalfPrecision {
  /// The first element whose nearest float16 is not finite.
  static func firstNotFinite(_ buffer: TensorBuffer) -> (index: Int, value: Float)? {
    buffer.withUnsafeBytes { bytes in
      for index in 0..<bytes.count / 4 {
        let value = bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
        // Halfway between the largest float16, 65504, and the next power of two.
        if !(value.magnitude < 65520) { return (index, value) }
      }
      return nil
    }
  }

  /// Writes float32 elements as float16, a block at a time.
  static func write(
    _ buffer: TensorBuffer, to sink: inout some ByteSink & ~Copyable
  ) throws(FileError) {
    let blockSize = 1 << 16
    var block: [UInt8] = []
    let count = buffer.byteCount / 4
    for start in stride(from: 0, to: count, by: blockSize) {
      block.removeAll(keepingCapacity: true)
      buffer.withUnsafeBytes { bytes in
        for index in start..<min(start + blockSize, count) {
          let value = bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
          let bits = Float16(value).bitPattern
          block.append(UInt8(truncatingIfNeeded: bits))
          block.append(UInt8(truncatingIfNeeded: bits >> 8))
        }
      }
      try sink.write(block)
    }
  }

  /// The float32 elements for `count` float16 ones.
  static func widened(_ bytes: UnsafeRawBufferPointer) -> TensorBuffer {
    TensorBuffer(byteCount: bytes.count * 2) { target in
      for index in 0..<bytes.count / 2 {
        let bits = bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
        let value = Float(Float16(bitPattern: UInt16(littleEndian: bits)))
        target.storeBytes(of: value, toByteOffset: index * 4, as: Float.self)
      }
    }
  }
}
