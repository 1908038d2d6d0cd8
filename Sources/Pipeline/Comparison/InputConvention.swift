/// How images can be given to a network that was made for something other than letterboxed RGB
/// of 0 to 1: the usual reasons why a model finds nothing.
struct InputConvention: Hashable {
  /// Whether the aspect is not kept.
  var isStretched = false
  /// Whether blue comes first.
  var isBGR = false
  /// Whether values are bytes, 0 to 255.
  var isBytes = false

  /// As this program does it.
  static let standard = InputConvention()

  /// All other ways, those that differ in the fewest points first.
  static let others: [InputConvention] = {
    var all: [InputConvention] = []
    for isStretched in [false, true] {
      for isBGR in [false, true] {
        for isBytes in [false, true] {
          all.append(InputConvention(isStretched: isStretched, isBGR: isBGR, isBytes: isBytes))
        }
      }
    }
    return all.filter { $0 != .standard }.sorted { $0.changes < $1.changes }
  }()

  private var changes: Int { [isStretched, isBGR, isBytes].count { $0 } }

  /// Changes what was prepared in the standard way; [C, H, W].
  func apply(to values: inout [Float], channels: Int) {
    if isBytes { for index in values.indices { values[index] *= 255 } }
    guard isBGR, channels == 3 else { return }
    let plane = values.count / 3
    for index in 0..<plane { values.swapAt(index, 2 * plane + index) }
  }
}

extension InputConvention: CustomStringConvertible {
  /// What is unlike the standard.
  var description: String {
    [
      isStretched ? "stretched (not letterboxed)" : nil, isBGR ? "in BGR (not RGB) order" : nil,
      isBytes ? "with values 0 to 255 (not 0 to 1)" : nil,
    ].compactMap(\.self).joined(separator: ", ")
  }
}
