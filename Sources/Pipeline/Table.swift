import Text

/// Columns of text for people.
public struct Table {
  /// Where the text of a cell is.
  public enum Alignment: Sendable { case left, right }

  /// The most characters of a cell; a name of a million would make every line as long.
  private static let widest = 160

  private let rows: [[String]]
  private let alignment: [Alignment]

  /// Rows of cells, the first being the head; columns without an alignment are set right. Cells are
  /// shown as `printable` has them, so that columns are as wide as what stands in them.
  public init(_ rows: [[String]], alignment: [Alignment] = []) {
    self.rows = rows.map { $0.map { $0.cut(to: Table.widest).printable } }
    self.alignment = alignment
  }

  /// The lines, columns two blanks apart.
  public func text(indent: Int = 0) -> Lines {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row -> Lines in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        let isLeft = column < alignment.count && alignment[column] == .left
        line += (column > 0 ? "  " : "") + (isLeft ? cell + blanks : blanks + cell)
      }
      while line.last == " " { line.removeLast() }
      return "\(line)"
    }.joined()
  }
}
