/// Columns of text for people.
public struct Table: Hashable, Sendable {
  /// Where the text of a cell is.
  public enum Alignment: Hashable, Sendable { case left, right }

  /// The most characters of a cell; a name of a million would make every line as long.
  private static let widest = 160
  /// The least that a column of text is cut to where a terminal is narrow.
  private static let narrowest = 8

  private let rows: [[String]]
  private let alignment: [Alignment]

  /// Rows of cells, the first being the head; columns without an alignment are set right. Cells are
  /// shown as `printable` has them, so that columns are as wide as what stands in them.
  public init(_ rows: [[String]], alignment: [Alignment] = []) {
    self.rows = rows.map { $0.map { $0.cut(to: Table.widest).printable } }
    self.alignment = alignment
  }

  /// The lines, columns two blanks apart; where they are shown on a terminal they fit its width, as far
  /// as cutting texts can bring that about.
  public func text(indent: Int = 0) -> Lines { Lines(self, indent: indent) }

  /// The lines.
  ///
  /// - Parameter columns: the most characters of a line, if texts can be cut to that; nil for any.
  func lines(indent: Int, columns: Int?) -> String {
    let count = rows.map(\.count).max() ?? 0
    var widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    if let columns { narrow(&widths, to: columns - indent - 2 * max(count - 1, 0)) }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let cell = cell.shortened(to: widths[column])
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += (column > 0 ? "  " : "") + (isLeft(column) ? cell + blanks : blanks + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private func isLeft(_ column: Int) -> Bool {
    column < alignment.count && alignment[column] == .left
  }

  /// Takes from the widest column of text, one character at a time, what is too much; numbers are not
  /// cut. Where that does not suffice nothing is: lines then wrap, and nothing is lost.
  private func narrow(_ widths: inout [Int], to columns: Int) {
    var cut = widths
    var excess = widths.reduce(0, +) - columns
    while excess > 0 {
      let texts = cut.indices.filter { isLeft($0) && cut[$0] > Table.narrowest }
      guard let widest = texts.max(by: { (cut[$0], $1) < (cut[$1], $0) }) else { return }
      cut[widest] -= 1
      excess -= 1
    }
    widths = cut
  }
}

extension String {
  /// The text without its middle where it is too long: names differ at their ends.
  fileprivate func shortened(to width: Int) -> String {
    guard count > width, width > 0 else { return self }
    let end = (width - 1) / 2
    return prefix(width - 1 - end) + "…" + suffix(end)
  }
}
