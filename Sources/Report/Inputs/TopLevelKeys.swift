/// The keys of a JSON object.
struct TopLevelKeys: Decodable {
  /// The keys.
  let keys: Set<String>

  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    keys = Set(try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue))
  }

  /// For messages: the first ones in order.
  static func list(_ keys: Set<String>) -> String {
    let names = keys.sorted()
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) others" : shown
  }
}
