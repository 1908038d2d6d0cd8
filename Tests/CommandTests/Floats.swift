import Foundation
import Vision

extension Data {
  /// Little-endian float32 values, as `run` reads and writes them.
  var floats: [Float] {
    withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
  }

  init(floats: [Float]) {
    self = floats.withUnsafeBytes { Data($0) }
  }
}

extension Image {
  /// The channels one after the other, 0 to 1: what a network is given.
  var planes: [Float] {
    (0..<3).flatMap { channel in
      stride(from: channel, to: pixels.count, by: 3).map { Float(pixels[$0]) / 255 }
    }
  }
}
