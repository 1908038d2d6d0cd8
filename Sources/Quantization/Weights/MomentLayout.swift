import Kernels

/// How the columns of patches are laid out in panels, and which second moments are kept.
///
/// A block is a run of panels of which all second moments are kept; those between blocks are left
/// out. The groups of a convolution share no block unless several fit in one panel, and a group
/// with very many columns is cut into blocks of whole input channels.
struct MomentLayout: Sendable {
  /// Columns side by side that belong to one group.
  struct Part: Sendable {
    let group: Int
    /// Of the map.
    let channels: Range<Int>
    /// Of the group.
    let columns: Range<Int>
    let block: Int
    /// The part's first column within the block's panels.
    let offset: Int
  }

  /// A run of panels.
  struct Block: Sendable {
    let panels: Range<Int>
    /// Where its matrix starts, in floats.
    let start: Int

    /// The rows and columns of its matrix.
    var side: Int { panels.count * MomentLayout.panel }
    /// The floats of its matrix.
    var count: Int { side * side }

    /// Where tile (row, column) of its matrix starts, in floats.
    func tile(_ row: Int, _ column: Int) -> Int {
      start + (column * side + row * MomentLayout.panel) * MomentLayout.panel
    }
  }

  /// Columns in a panel.
  static let panel = Int(dk_moment_panel)
  /// The most columns of a block.
  static let largestBlock = 4608
  /// The most floats of all blocks, 256 MB, as long as blocks hold at least one channel.
  private static let budget = 1 << 26

  let parts: [Part]
  let blocks: [Block]
  /// The parts of each group.
  let groups: [Range<Int>]

  /// All panels.
  var panelCount: Int { blocks.last?.panels.upperBound ?? 0 }
  /// The floats of all blocks.
  var count: Int { blocks.last.map { $0.start + $0.count } ?? 0 }
  /// The parts by input channel of the map.
  let partOfChannel: [Int]

  init(_ geometry: PatchGeometry) {
    let panel = MomentLayout.panel
    let columns = geometry.columns
    let affordable = MomentLayout.budget / (columns * geometry.groups) / panel * panel
    let limit = min(MomentLayout.largestBlock, max(geometry.taps, panel, affordable))
    // Parts of whole channels, about equally long.
    let most = max(limit / geometry.taps, 1)
    let count = (geometry.groupChannels + most - 1) / most
    let length = (geometry.groupChannels + count - 1) / count
    let shared = count == 1 ? max(panel / columns, 1) : 1

    var parts: [Part] = []
    var blocks: [Block] = []
    var groups: [Range<Int>] = []
    for group in 0..<geometry.groups {
      let firstPart = parts.count
      for first in stride(from: 0, to: geometry.groupChannels, by: length) {
        let channels = first..<min(first + length, geometry.groupChannels)
        let partColumns = channels.lowerBound * geometry.taps..<channels.upperBound * geometry.taps
        if group % shared == 0 {
          let start = blocks.last.map { ($0.panels.upperBound, $0.start + $0.count) } ?? (0, 0)
          let panels = (partColumns.count + panel - 1) / panel
          blocks.append(Block(panels: start.0..<start.0 + panels, start: start.1))
        }
        let base = group * geometry.groupChannels
        parts.append(
          Part(
            group: group, channels: base + channels.lowerBound..<base + channels.upperBound,
            columns: partColumns, block: blocks.count - 1, offset: group % shared * columns))
      }
      groups.append(firstPart..<parts.count)
    }
    self.parts = parts
    self.blocks = blocks
    self.groups = groups
    partOfChannel = parts.indices.flatMap { part in parts[part].channels.map { _ in part } }
  }
}
