import Engine
import Kernels
import Threads

/// Adds up the first and second moments of the patches under a convolution, image by image.
///
/// The results are the same for any number of threads; they depend on the order of the images
/// only as far as the order of additions of floats does.
///
/// In the paired form every map x̃ of the quantized network comes with the map x of the float
/// network, and the moments E[x̃ (x - x̃)ᵀ] are added up too, which takes twice the memory and three
/// times the time.
public struct MomentAccumulator: Sendable {
  /// The patches.
  public let geometry: PatchGeometry
  /// Whether maps come in pairs.
  public let isPaired: Bool
  /// The patches added so far.
  public private(set) var count = 0

  private let layout: MomentLayout
  private let tiles: [Tile]
  /// Patches that wait: a matrix in panels of `capacity` rows, of which `filled` are used.
  private var patches: [Float]
  /// The differences x - x̃ of the same patches.
  private var differences: [Float]
  private let capacity: Int
  private var filled = 0

  private var second: [Float]
  private var cross: [Float]
  private var first: [Double]
  private var firstDifference: [Double]

  /// A tile of a block's matrix.
  private struct Tile {
    let block: Int
    let row: Int
    let column: Int
  }

  /// Starts without patches.
  public init(_ geometry: PatchGeometry, isPaired: Bool = false) {
    self.geometry = geometry
    self.isPaired = isPaired
    layout = MomentLayout(geometry)
    var tiles: [Tile] = []
    for (block, extent) in layout.blocks.enumerated() {
      for column in extent.panels.indices.map({ $0 - extent.panels.lowerBound }) {
        // Of the symmetric matrix the upper half is computed.
        for row in 0..<(isPaired ? extent.panels.count : column + 1) {
          tiles.append(Tile(block: block, row: row, column: column))
        }
      }
    }
    self.tiles = tiles
    let width = layout.panelCount * MomentLayout.panel
    capacity = min(max(MomentAccumulator.waiting / width, 64), 512)
    patches = Array(repeating: 0, count: width * capacity)
    differences = Array(repeating: 0, count: isPaired ? width * capacity : 0)
    second = Array(repeating: 0, count: layout.count)
    cross = Array(repeating: 0, count: isPaired ? layout.count : 0)
    first = Array(repeating: 0, count: width)
    firstDifference = Array(repeating: 0, count: isPaired ? width : 0)
  }

  /// About how many floats wait, 16 MB.
  private static let waiting = 1 << 22

  /// The bytes of memory that the moments of a convolution's patches take; there are up to 16 MB
  /// (paired 32 MB) besides while they are added up, and about as much as the unpaired moments of
  /// its largest group while it is rounded.
  public static func byteCount(_ geometry: PatchGeometry, isPaired: Bool = false) -> Int {
    MomentLayout(geometry).count * MemoryLayout<Float>.stride * (isPaired ? 2 : 1)
  }

  /// Adds the patches of a map at some positions.
  ///
  /// - Parameters:
  ///   - map: [C, H, W] of the network that is to be rounded.
  ///   - float: the same map of the float network; needed in the paired form, else not read.
  ///   - positions: as `PatchGeometry.positions` gives them.
  ///   - pool: the threads that share the work.
  /// - Precondition: the maps have the shape of the geometry, the positions lie within it, and
  ///   there is a `float` map in the paired form.
  public mutating func add(
    _ map: [Float], float: [Float]? = nil, at positions: [PatchPosition], pool: ThreadPool
  ) {
    let expected = geometry.channels * geometry.map.height * geometry.map.width
    precondition(map.count == expected, "a map of another shape")
    precondition(!isPaired || float?.count == expected, "no map of the float network")
    for position in positions {
      precondition(
        (0..<geometry.output.height).contains(position.row)
          && (0..<geometry.output.width).contains(position.column), "a position outside")
    }
    let places = positions.map { dk_position(row: $0.row, column: $0.column) }
    var next = 0
    while next < places.count {
      let end = min(places.count, next + capacity - filled)
      gather(map, places[next..<end], into: &patches, pool)
      if isPaired, let float {
        gather(float, places[next..<end], into: &differences, pool)
        subtract(count: end - next)
      }
      filled += end - next
      next = end
      if filled == capacity { multiply(pool) }
    }
    count += positions.count
  }

  /// The moments of all patches.
  public consuming func finish(pool: ThreadPool) -> PatchMoments {
    if filled > 0 { multiply(pool) }
    mirror(pool)
    return PatchMoments(
      geometry: geometry, count: count, layout: layout, second: second,
      cross: isPaired ? cross : nil, first: first,
      firstDifference: isPaired ? firstDifference : nil)
  }
}

extension MomentAccumulator {
  /// Copies patches behind those that wait.
  private func gather(
    _ map: [Float], _ places: ArraySlice<dk_position>, into target: inout [Float],
    _ pool: ThreadPool
  ) {
    let window = geometry.convolution.window
    var shape = dk_patches(
      in_height: geometry.map.height, in_width: geometry.map.width,
      kernel_height: window.kernel.height, kernel_width: window.kernel.width,
      stride_height: window.stride.height, stride_width: window.stride.width,
      pad_top: window.padding.top, pad_left: window.padding.left,
      dilation_height: window.dilation.height, dilation_width: window.dilation.width)
    let plane = geometry.map.height * geometry.map.width
    let taps = geometry.taps
    let (layout, capacity, filled) = (layout, capacity, filled)
    target.withUnsafeMutableBufferPointer { target in
      map.withUnsafeBufferPointer { map in
        places.withUnsafeBufferPointer { places in
          guard let target = target.baseAddress, let map = map.baseAddress else { return }
          let rows = target + filled * MomentLayout.panel
          withUnsafePointer(to: &shape) { shape in
            pool.forEach(layout.partOfChannel.count) { _, channels in
              for channel in channels {
                let part = layout.parts[layout.partOfChannel[channel]]
                let column =
                  layout.blocks[part.block].panels.lowerBound * MomentLayout.panel + part.offset
                  + (channel - part.channels.lowerBound) * taps
                dk_moment_gather(
                  shape, map + channel * plane, 1, places.baseAddress, places.count, column, rows,
                  capacity)
              }
            }
          }
        }
      }
    }
  }

  /// Makes differences of the float network's patches.
  private mutating func subtract(count: Int) {
    for panel in 0..<layout.panelCount {
      let start = (panel * capacity + filled) * MomentLayout.panel
      for index in start..<start + count * MomentLayout.panel {
        differences[index] -= patches[index]
      }
    }
  }

  /// Adds the moments of the patches that wait.
  private mutating func multiply(_ pool: ThreadPool) {
    let (layout, tiles, capacity, filled) = (layout, tiles, capacity, filled)
    let isPaired = isPaired
    let panel = capacity * MomentLayout.panel
    patches.withUnsafeBufferPointer { patches in
      differences.withUnsafeBufferPointer { differences in
        second.withUnsafeMutableBufferPointer { second in
          cross.withUnsafeMutableBufferPointer { cross in
            guard let x = patches.baseAddress, let second = second.baseAddress else { return }
            pool.forEach(tiles.count) { _, range in
              for tile in tiles[range] {
                let block = layout.blocks[tile.block]
                let row = (block.panels.lowerBound + tile.row) * panel
                let column = (block.panels.lowerBound + tile.column) * panel
                let target = block.tile(tile.row, tile.column)
                if tile.row <= tile.column {
                  dk_moment_tile(x + row, x + column, filled, second + target)
                }
                if isPaired, let d = differences.baseAddress, let cross = cross.baseAddress {
                  dk_moment_tile(d + row, x + column, filled, cross + target)
                }
              }
            }
          }
        }
      }
    }
    MomentAccumulator.sum(patches, into: &first, panel: panel, rows: filled, pool)
    if isPaired {
      MomentAccumulator.sum(differences, into: &firstDifference, panel: panel, rows: filled, pool)
    }
    self.filled = 0
  }

  private static func sum(
    _ matrix: [Float], into sums: inout [Double], panel: Int, rows: Int, _ pool: ThreadPool
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      matrix.withUnsafeBufferPointer { matrix in
        let panels = sums.count / MomentLayout.panel
        guard let sums = sums.baseAddress, let matrix = matrix.baseAddress else { return }
        pool.forEach(panels) { _, panels in
          for index in panels {
            dk_moment_sums(matrix + index * panel, rows, sums + index * MomentLayout.panel)
          }
        }
      }
    }
  }

  /// Copies the upper half of each symmetric matrix to the lower.
  private mutating func mirror(_ pool: ThreadPool) {
    let (layout, tiles) = (layout, tiles)
    let side = MomentLayout.panel
    second.withUnsafeMutableBufferPointer { second in
      guard let second = second.baseAddress else { return }
      pool.forEach(tiles.count) { _, range in
        for tile in tiles[range] where tile.row < tile.column {
          let block = layout.blocks[tile.block]
          let source = second + block.tile(tile.row, tile.column)
          let target = second + block.tile(tile.column, tile.row)
          for row in 0..<side {
            for column in 0..<side { target[column * side + row] = source[row * side + column] }
          }
        }
      }
    }
  }
}
