import Graph
import Kernels

/// Copies between layouts.
enum LayoutSteps {
  static func toPlanes(from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    let (channels, pixels, stride) = (shape[1], shape[2] * shape[3], source.pixelStride)
    return Step(name: "to planes", units: shape[0]) { memory, pictures in
      let from: UnsafePointer<Float> = memory.read(source)
      let to: UnsafeMutablePointer<Float> = memory.write(target)
      for n in pictures {
        dk_planes_f32(
          from + n * pixels * stride, stride, channels, pixels, to + n * pixels * channels)
      }
    }
  }

  static func toInterleaved(from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    let (channels, pixels, stride) = (shape[1], shape[2] * shape[3], target.pixelStride)
    return Step(name: "interleave", units: shape[0]) { memory, pictures in
      let from: UnsafePointer<Float> = memory.read(source)
      let to: UnsafeMutablePointer<Float> = memory.write(target)
      for n in pictures {
        dk_interleave_f32(
          from + n * pixels * channels, channels, pixels, to + n * pixels * stride, stride)
      }
    }
  }

  /// Copies a tensor without gaps as it is.
  static func copy(from source: Location, to target: Location) -> Step {
    let count = source.type.shape.count
    return Step(name: "copy", units: 1) { memory, _ in
      let from: UnsafePointer<Float> = memory.read(source)
      memory.write(target).update(from: from, count: count)
    }
  }

  /// Copies an interleaved map into one with another stride.
  static func copyPixels(from source: Location, to target: Location) -> Step {
    let shape = source.type.shape
    let (from, to) = (source.pixelStride, target.pixelStride)
    return Step(name: "copy", units: shape[0] * shape[2]) { memory, rows in
      let offset = rows.lowerBound * shape[3]
      dk_copy_pixels_f32(
        memory.read(source) + offset * from, from, shape[1], rows.count * shape[3],
        memory.write(target) + offset * to, to)
    }
  }
}
