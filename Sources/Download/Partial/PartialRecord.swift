import Files
import Digests
import JSON

/// What the data of a partial file are the beginning of.
struct PartialRecord: Hashable, Sendable {
  /// Tells the address that the data are from, without a password being stored.
  var address: Digest
  /// The address for people.
  var url: String
  /// How many bytes there are to be, if the server told.
  var total: Int?
  /// Which version of the file it is; nil where that is not known for every byte.
  var validator: Validator?
  /// Which run of the system wrote the data: one that ends by loss of power may leave zeros where
  /// bytes were written. Nil where the system does not tell.
  var boot: String?
}

extension PartialRecord {
  /// The version of the form, and the only one that is read.
  private static let schemaVersion = 1
  private static let largest = 1 << 16

  /// Reads a record; nil when there is none that is whole and of this version.
  init?(path: String) {
    var bytes: [UInt8] = []
    let count = try? StreamedFile.read(path) { piece in
      bytes += piece
      return bytes.count <= PartialRecord.largest
    }
    guard count != nil, bytes.count <= PartialRecord.largest,
      let value = try? JSONValue(parsing: bytes), let members = value.members,
      PartialRecord.whole(members["schemaVersion"]) == PartialRecord.schemaVersion,
      let address = members["address"]?.text.flatMap({ Digest(hexadecimal: $0) }),
      let url = members["url"]?.text
    else { return nil }
    self.address = address
    self.url = url
    if let stated = members["total"] {
      guard let total = PartialRecord.whole(stated), total >= 0 else { return nil }
      self.total = total
    }
    if let tag = members["etag"]?.text {
      validator = .entityTag(tag)
    } else if let date = members["lastModified"]?.text {
      validator = .lastModified(date)
    }
    boot = members["boot"]?.text
  }

  private static func whole(_ value: JSONValue?) -> Int? {
    guard case .number(let number) = value else { return nil }
    return number.whole
  }

  /// The record as it is stored.
  var bytes: [UInt8] {
    var members: [String: JSONValue] = [
      "schemaVersion": .whole(PartialRecord.schemaVersion), "address": .text("\(address)"),
      "url": .text(url),
    ]
    if let total { members["total"] = .whole(total) }
    switch validator {
    case .entityTag(let tag): members["etag"] = .text(tag)
    case .lastModified(let date): members["lastModified"] = .text(date)
    case nil: break
    }
    if let boot { members["boot"] = .text(boot) }
    return Array("\(JSONValue.object(members).indentedText)\n".utf8)
  }

  /// The present run of the system.
  static let currentBoot: String? = {
    var bytes: [UInt8] = []
    _ = try? StreamedFile.read("/proc/sys/kernel/random/boot_id") { piece in
      bytes += piece
      return bytes.count < 256
    }
    let text = String(decoding: bytes.filter { (0x21...0x7E).contains($0) }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }()
}
