import Digests
import Files
import Pipeline
import Text

/// The folder that a network is written to: it appears under its name when it is whole.
struct HardwareFolder {
  private let path: String

  /// Checks that nothing is lost by writing it.
  ///
  /// - Throws: a `Failure` (unwritable).
  init(_ path: String) throws {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") {
      path.unicodeScalars.removeLast()
    }
    self.path = path
    // A folder is given its name when it is whole: the current one would be put in place of itself.
    guard !["", ".", ".."].contains(Folder.name(of: path)), !HardwareFolder.isCurrent(path) else {
      throw PipelineError.unwritable(
        "\(path.isEmpty ? "''" : path): names no folder that can be made; name one that is not "
          + "there yet, such as \(path.isEmpty ? "" : "\(path)/")hardware")
    }
    guard !Folder.hasFile(path) else {
      throw PipelineError.unwritable("\(path): is a file; name a folder")
    }
    guard Folder.exists(path), !Folder.allNames(in: path).isEmpty else { return }
    throw PipelineError.unwritable(
      "\(path): is a folder that is not empty; move it away, or name another")
  }

  /// Whether a path leads to the current folder.
  private static func isCurrent(_ path: String) -> Bool {
    guard let own = Folder.absolute(path), let current = Folder.absolute(".") else { return false }
    return own.utf8.elementsEqual(current.utf8)
  }

  /// The folders above it that are not there yet, the innermost first.
  private var missingParents: [String] {
    var missing: [String] = []
    var parent = Folder.parent(of: path)
    while !Folder.exists(parent), !missing.contains(parent) {
      missing.append(parent)
      parent = Folder.parent(of: parent)
    }
    return missing
  }

  /// Makes the folder, and those above it. Where that fails, none of them is left.
  ///
  /// - Parameter write: writes files into it.
  func fill(_ write: (inout Stage) throws -> HardwareNetwork) throws -> HardwareExport.Summary {
    let made = missingParents
    do {
      try Folder.create(Folder.parent(of: path))
      return try fillInPlace(write)
    } catch {
      for folder in made { Folder.removeEmpty(folder) }
      throw error
    }
  }

  private func fillInPlace(
    _ write: (inout Stage) throws -> HardwareNetwork
  ) throws -> HardwareExport.Summary {
    let place = try Folder.createUnique(prefix: "\(path).")
    do {
      var stage = Stage(path: place)
      let network = try write(&stage)
      try stage.finish()
      try Folder.open(place)
      if Folder.exists(path) { Folder.removeEmpty(path) }
      try Folder.move(place, to: path)
      return HardwareExport.Summary(network: network, fileCount: stage.fileCount)
    } catch {
      Folder.remove(place)
      throw error
    }
  }

  /// The folder while it is written.
  struct Stage {
    fileprivate let path: String
    private var lines: [String] = []
    private var folders: Set<String> = []

    fileprivate init(path: String) { self.path = path }

    /// The number of files.
    fileprivate var fileCount: Int { lines.count + 1 }

    /// Writes a file.
    mutating func write(_ bytes: [UInt8], to name: String) throws {
      let folder = Folder.parent(of: "\(path)/\(name)")
      if folders.insert(folder).inserted { try Folder.create(folder) }
      try AtomicFile.write(bytes, to: "\(path)/\(name)")
      lines.append(
        "\(Digest(of: bytes)) \(CyclicRedundancy.text(of: bytes)) \(bytes.count) \(name)\n")
    }

    /// Writes the list of all files, whose last line is about those before it.
    fileprivate mutating func finish() throws {
      let text = lines.joined()
      let bytes = Array(text.utf8)
      let last = "\(CyclicRedundancy.text(of: bytes)) \(lines.count) lines above\n"
      try AtomicFile.write(bytes + Array(last.utf8), to: "\(path)/checksums.txt")
    }
  }
}

/// CRC-32 as of zlib and PNG, which a small program computes by itself.
enum CyclicRedundancy {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
  }

  /// The checksum in hexadecimal, eight digits.
  static func text(of bytes: [UInt8]) -> String {
    var rest: UInt32 = ~0
    for byte in bytes { rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8 }
    let digits = String(~rest, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
