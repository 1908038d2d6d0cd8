/// What may be found where a weights file is expected.
public enum ForeignContent: String, Hashable, Sendable, CaseIterable {
  case empty, gitLFSPointer, webPage, zipArchive, gzipArchive, text

  /// Recognizes it by the first bytes; nil when it may be a weights file.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else {
      self = .empty
      return
    }
    let head = bytes.prefix(512)
    let isText = head.prefix(24).allSatisfy { (0x20..<0x7F).contains($0) || (9...13).contains($0) }
    let start = String(decoding: head.drop { $0 <= 0x20 }.prefix(32), as: UTF8.self).lowercased()
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zipArchive
    } else if head.starts(with: [0x1F, 0x8B]) {
      self = .gzipArchive
    } else if start.hasPrefix("version https://git-lfs") {
      self = .gitLFSPointer
    } else if ["<!doctype", "<html", "<?xml", "<head"].contains(where: start.hasPrefix) {
      self = .webPage
    } else if isText {
      self = .text
    } else {
      return nil
    }
  }

  /// What it is and what to do about it.
  var explanation: String {
    switch self {
    case .empty: "the file is empty; fetch it again"
    case .gitLFSPointer:
      "this is a git-lfs pointer, not the weights themselves; run git lfs pull"
    case .webPage:
      "this is a web page, not weights: the download was answered with a page; use the direct link"
    case .zipArchive:
      "this is a ZIP archive (or a PyTorch checkpoint), not darknet weights; unpack it"
    case .gzipArchive: "this is a gzip archive, not weights; unpack it"
    case .text: "this is a text file, not weights; are cfg and weights swapped?"
    }
  }
}
