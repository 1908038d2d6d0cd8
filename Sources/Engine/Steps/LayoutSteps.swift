import Graph
import Kernels

/// Copies between layouts, of elements of one or four bytes.
enum LayoutSteps {
  static func toPlanes(from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    let (channels, pixels, stride) = (shape[1], shape[2] * shape[3], source.pixelStride)
    let isByte = source.type.element.byteCount == 1
    return Step(name: "to planes", units: shape[0]) { memory, images in
      for n in images {
        let (from, to) = (n * pixels * stride, n * pixels * channels)
        if isByte {
          dk_planes_u8(
            memory.read(source) + from, stride, channels, pixels, memory.write(target) + to)
        } else {
          dk_planes_f32(
            memory.read(source) + from, stride, channels, pixels, memory.write(target) + to)
        }
      }
    }
  }

  static func toInterleaved(from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    let (channels, pixels, stride) = (shape[1], shape[2] * shape[3], target.pixelStride)
    let isByte = source.type.element.byteCount == 1
    return Step(name: "interleave", units: shape[0]) { memory, images in
      for n in images {
        let (from, to) = (n * pixels * channels, n * pixels * stride)
        if isByte {
          dk_interleave_u8(
            memory.read(source) + from, channels, pixels, memory.write(target) + to, stride)
        } else {
          dk_interleave_f32(
            memory.read(source) + from, channels, pixels, memory.write(target) + to, stride)
        }
      }
    }
  }

  /// Copies a tensor without gaps as it is.
  static func copy(from source: Location, to target: Location) -> Step {
    let count = source.type.byteCount
    return Step(name: "copy", units: 1) { memory, _ in
      memory.write(target, as: UInt8.self).update(from: memory.read(source), count: count)
    }
  }

  /// Copies an interleaved map into one with another stride.
  static func copyPixels(from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    let (from, to) = (source.pixelStride, target.pixelStride)
    let isByte = source.type.element.byteCount == 1
    return Step(name: "copy", units: shape[0] * shape[2]) { memory, rows in
      let (offset, count) = (rows.lowerBound * shape[3], rows.count * shape[3])
      if isByte {
        dk_copy_pixels_u8(
          memory.read(source) + offset * from, from, shape[1], count,
          memory.write(target) + offset * to, to)
      } else {
        dk_copy_pixels_f32(
          memory.read(source) + offset * from, from, shape[1], count,
          memory.write(target) + offset * to, to)
      }
    }
  }
}
