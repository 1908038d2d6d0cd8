extension PartialData {
  /// Whether the bytes begin as HTML does, whatever the server calls them.
  var beginsAsWebPage: Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var bytes = prefix(512)[...]
    if bytes.starts(with: mark) { bytes = bytes.dropFirst(mark.count) }
    bytes = bytes.drop { [0x09, 0x0A, 0x0D, 0x20].contains($0) }
    let text = String(decoding: bytes.prefix(16), as: UTF8.self).lowercased()
    return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
  }
}
