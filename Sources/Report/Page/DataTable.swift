/// A table of numbers that scrolls by itself where the page is narrow.
struct DataTable {
  /// A cell.
  struct Cell {
    var text: String
    var styleClass: String?

    init(_ text: String, _ styleClass: String? = nil) {
      self.text = text
      self.styleClass = styleClass
    }
  }

  /// What it shows.
  var caption: String
  /// The heads of the columns.
  var head: [String]
  /// The first cell of each row is its head.
  var rows: [[Cell]]
  /// How many columns, the first included, hold words.
  var words = 1
  /// Whether the first row stands for all the others.
  var isKeyed = false

  /// The table.
  var node: Node {
    Scrolling.region(caption) {
      element("table", ["class": isKeyed ? "keyed" : nil]) {
        element("caption") { caption }
        element("thead") {
          element("tr") {
            for (column, text) in head.enumerated() {
              element("th", ["scope": "col", "class": column < words ? "words" : nil]) { text }
            }
          }
        }
        element("tbody") { rows.map(row) }
      }
    }
  }

  private func row(_ cells: [Cell]) -> Node {
    element("tr") {
      for (column, cell) in cells.enumerated() {
        if column == 0 {
          element("th", ["scope": "row"]) { cell.text }
        } else {
          let styleClass = cell.styleClass ?? (column < words ? "words" : nil)
          element("td", ["class": styleClass]) { cell.text }
        }
      }
    }
  }
}
