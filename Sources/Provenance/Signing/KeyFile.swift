import Files
import Text

/// Reads the files that keys are in.
enum KeyFile {
  /// Far more than any key takes, so that a model named by mistake is not searched for one.
  private static let largest = 1 << 16

  /// The text of a file, and nothing for one that cannot be a key.
  static func text(_ path: String, expected: String) throws(KeyError) -> String {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    guard file.count <= largest,
      let text = file.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }),
      CombiningMarks.areFew(in: text)
    else { throw .notPEM(source: path, expected: expected) }
    return text
  }

  /// The only block of a text that is a key, by one of the labels.
  static func block(
    _ text: String, source: String, labels: [String]
  ) throws(KeyError) -> PEMBlock {
    // `openssl ecparam -genkey` writes the curve before the key.
    let blocks = (PEMBlock.all(in: text) ?? []).filter { $0.label != "EC PARAMETERS" }
    guard blocks.count == 1, let block = blocks.first else {
      throw .notPEM(source: source, expected: labels[0])
    }
    guard !block.label.hasPrefix("ENCRYPTED") else { throw .encrypted(source: source) }
    guard labels.contains(block.label) else {
      throw .wrongKind(source: source, found: block.label, expected: labels[0])
    }
    return block
  }

  /// Refuses keys of other kinds than the one that is supported; nil is no key at all.
  static func check(_ algorithm: KeyAlgorithm?, source: String) throws(KeyError) {
    guard let algorithm else { throw .unusable(source: source) }
    guard algorithm == .p256 else { throw .otherAlgorithm(source: source, found: algorithm.name) }
  }

  /// Writes a key where no file is yet.
  static func write(
    _ text: String, to path: String, access: ExclusiveFile.Access
  ) throws(KeyError) {
    do throws(FileError) {
      try ExclusiveFile.write(Array(text.utf8), to: path, access: access)
    } catch { throw .file(error) }
  }
}

/// Bytes in the textual armour of RFC 7468.
struct PEMBlock: Hashable {
  /// What it holds, for example `PRIVATE KEY`.
  let label: String
  /// The DER encoding of it.
  let bytes: [UInt8]

  /// The text as OpenSSL writes it: lines of 64 letters, a newline at the end.
  var text: String {
    var text = "-----BEGIN \(label)-----\n"
    var letters = Base64.text(of: bytes)[...]
    while !letters.isEmpty {
      text += letters.prefix(64) + "\n"
      letters = letters.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }

  /// The blocks of a text; what stands around them is commentary. Nil where one does not end or is
  /// no base 64.
  static func all(in text: String) -> [PEMBlock]? {
    var blocks: [PEMBlock] = []
    var open: (label: String, letters: String)?
    for line in text.trimmedLines where !line.isEmpty {
      if let label = open?.label {
        if line == "-----END \(label)-----" {
          guard let bytes = Base64.bytes(of: open?.letters ?? "") else { return nil }
          blocks.append(PEMBlock(label: label, bytes: bytes))
          open = nil
        } else {
          open?.letters += line
        }
      } else if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----"), line.utf8.count > 16 {
        open = (String(line.dropFirst(11).dropLast(5)), "")
      }
    }
    return open == nil ? blocks : nil
  }
}
