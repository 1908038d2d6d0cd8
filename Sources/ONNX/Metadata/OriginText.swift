import Graph

/// The darknet layer of a node as its `doc_string`, which viewers show.
enum OriginText {
  /// For example `darknet layer 12, cfg line 130`.
  static func text(_ origin: Origin) -> String {
    let layer = "darknet layer \(origin.layer)"
    return origin.line.map { "\(layer), cfg line \($0)" } ?? layer
  }

  /// The origin; nil when the text is not one of ours.
  static func origin(_ text: String) -> Origin? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let layer = number(parts[0], after: "darknet layer ") else { return nil }
    guard parts.count > 1 else { return Origin(layer: layer) }
    guard parts.count == 2, let line = number(parts[1], after: " cfg line ") else { return nil }
    return Origin(layer: layer, line: line)
  }

  private static func number(_ text: Substring, after prefix: String) -> Int? {
    text.hasPrefix(prefix) ? Int(text.dropFirst(prefix.count)) : nil
  }
}
