import Engine
import Graph
import Quantization
import TestSupport
import Threads

/// A convolution with random maps, and its patches gathered the slow way.
struct PatchCase: Sendable, CustomStringConvertible {
  let description: String
  let geometry: PatchGeometry

  init(
    _ description: String, channels: Int, size: Int = 9, kernel: Int, stride: Int = 1,
    padding: Int = 0, dilation: Int = 1, groups: Int = 1
  ) throws {
    self.description = description
    let window = Window(
      kernel: Extent2D(kernel), stride: Extent2D(stride), padding: Padding2D(padding),
      dilation: Extent2D(dilation))
    geometry = try PatchGeometry(
      Convolution(window: window, groups: groups),
      map: try Shape([1, channels, size, size + 2]))
  }

  /// One of each kind: shared panels, several panels, blocks of channels.
  static let all: [PatchCase] = {
    let cases = try? [
      PatchCase("3x3 on 3 channels", channels: 3, kernel: 3, stride: 2, padding: 1),
      PatchCase("3x3 on 12 channels", channels: 12, kernel: 3, padding: 1),
      PatchCase("1x1 on 70 channels", channels: 70, kernel: 1),
      PatchCase("dilated", channels: 4, kernel: 3, padding: 2, dilation: 2),
      PatchCase("depthwise", channels: 11, kernel: 3, padding: 1, groups: 11),
      PatchCase("two groups", channels: 14, kernel: 3, padding: 1, groups: 2),
      PatchCase("two blocks", channels: 4700, size: 2, kernel: 1),
    ]
    return cases ?? []
  }()

  /// Maps with correlated channels, some of them never below 0 as after a relu.
  func maps(_ count: Int, seed: UInt64) -> [[Float]] {
    var random = SeededGenerator(seed: seed)
    let plane = geometry.map.height * geometry.map.width
    return (0..<count).map { _ in
      let common = random.floats(plane)
      return (0..<geometry.channels).flatMap { channel in
        zip(common, random.floats(plane)).map { shared, own in
          let value = 0.7 * shared + 0.4 * own
          return channel % 2 == 0 ? max(value, 0) : value
        }
      }
    }
  }

  /// The patch of a group at a position.
  func patch(_ map: [Float], group: Int, at position: PatchPosition) -> [Double] {
    let window = geometry.convolution.window
    let (height, width) = (geometry.map.height, geometry.map.width)
    let perGroup = geometry.channels / geometry.groups
    var patch: [Double] = []
    for channel in group * perGroup..<(group + 1) * perGroup {
      for ky in 0..<window.kernel.height {
        for kx in 0..<window.kernel.width {
          let y =
            position.row * window.stride.height + ky * window.dilation.height
            - window.padding.top
          let x =
            position.column * window.stride.width + kx * window.dilation.width
            - window.padding.left
          let isInside = (0..<height).contains(y) && (0..<width).contains(x)
          patch.append(isInside ? Double(map[(channel * height + y) * width + x]) : 0)
        }
      }
    }
    return patch
  }

  /// The moments of maps at all positions.
  func moments(_ maps: [[Float]], float: [[Float]]? = nil, threads: Int = 1) -> PatchMoments {
    let pool = ThreadPool(count: threads)
    var accumulator = MomentAccumulator(geometry, isPaired: float != nil)
    for (index, map) in maps.enumerated() {
      accumulator.add(
        map, float: float?[index],
        at: geometry.positions(count: .max, image: index), pool: pool)
    }
    return accumulator.finish(pool: pool)
  }
}
