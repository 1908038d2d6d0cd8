import Files

/// Writes weights files.
public struct WeightsWriter: Sendable {
  /// What goes where.
  public let layout: WeightsLayout

  /// A writer of files with this layout and its header.
  public init(layout: WeightsLayout) { self.layout = layout }

  /// Writes a file, which appears under its name only when it is whole.
  ///
  /// - Parameter values: Gives the floats of each array in natural order, [output][input] for
  ///   matrices; it is asked in the order of the file.
  /// - Throws: `WeightsError` when an array has the wrong number of elements or the file cannot
  ///   be written; then the old file, if there was one, stays.
  public func write(
    to path: String, values: (WeightsBlock) -> [Float]
  ) throws(WeightsError) {
    if let error = attempt(to: path, values: values) { throw error }
  }

  private func attempt(
    to path: String, values: (WeightsBlock) -> [Float]
  ) -> WeightsError? {
    do throws(FileError) {
      var file = try AtomicFile(path: path)
      try file.write(layout.header.bytes)
      for block in layout.layers.lazy.flatMap(\.blocks) {
        let floats = values(block)
        guard floats.count == block.count else {
          // Without a commit nothing of the file stays.
          return .wrongCount(block: block, found: floats.count)
        }
        try file.write(stored(floats, of: block).withUnsafeBytes { Array($0) })
      }
      try file.commit()
      return nil
    } catch {
      return .file(error)
    }
  }

  /// The floats in the order of the file.
  private func stored(_ floats: [Float], of block: WeightsBlock) -> [Float] {
    guard block.isTransposed else { return floats }
    return transposed(floats, rows: block.shape[0], columns: block.count / block.shape[0])
  }
}
