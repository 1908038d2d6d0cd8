import Text

extension SectionReader {
  /// References to earlier layers, absolute: negative numbers count back from this layer, others
  /// are layer indices. References that do not exist are reported and left out.
  mutating func references(_ key: String) -> [Int] {
    guard let entries = elements(of: key) else {
      if section[key] == nil {
        error("[\(section.name)] needs \(key)=, the earlier layers it reads", at: key)
      }
      return []
    }
    return entries.compactMap { entry in reference(entry.text, of: key, at: entry.location) }
  }

  /// One reference to an earlier layer; the previous one stands in for a missing or wrong one.
  mutating func reference(_ key: String) -> Int {
    let all = references(key)
    if all.count > 1 { warn("\(key) names \(all.count) layers; only the first is read", at: key) }
    return all.first ?? max(index - 1, 0)
  }

  private mutating func reference(
    _ text: String, of key: String, at location: SourceLocation
  ) -> Int? {
    let compact = removingBlanks(text)
    guard let value = integer(text, of: key, at: location) else { return nil }
    let target = value < 0 ? index + value : value
    guard target < 0 || target >= index else { return target }
    let found = "\(key)=\(compact)\(value < 0 ? " of layer \(index)" : "") is layer \(target)"
    if index == 0 {
      error("\(found), but the first layer has none before it", at: key, location)
    } else if target < 0 {
      error(
        "\(found), which does not exist; it reaches back to \(-index) at most", at: key, location)
    } else {
      error(
        "\(found), which does not come before this one (layer \(index)); the last before it is "
          + "\(index - 1)", at: key, location)
    }
    return nil
  }
}
