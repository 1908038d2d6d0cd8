import Digests
import JSON

/// What a statement about a folder says of it. Members that the format does not have are passed
/// over, as it demands.
struct FolderPredicate {
  /// How digests were made, by the format's keys: the only way that is supported.
  static let serialization: [(key: String, value: JSONValue)] = [
    ("method", .text("files")), ("hash_type", .text("sha256")),
    ("allow_symlinks", .boolean(false)),
  ]
  private static let ignoredPathsKey = "ignore_paths"

  /// The files in the order of the list.
  let files: [FileDigest]
  /// Paths that were left out.
  let ignoredPaths: [String]
}

extension FolderPredicate: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    files = reader.parts("resources", &problems)
    var paths: Set<[UInt8]> = []
    for file in files where !paths.insert(Array(file.path.utf8)).inserted {
      problems.add(reader.place(of: "resources"), "name '\(file.path)' twice")
    }
    if let serialization = reader.required("serialization", &problems) {
      var inner = ObjectReader(serialization, place: reader.place(of: "serialization"), &problems)
      for (key, _) in FolderPredicate.serialization { _ = inner.required(key, &problems) }
      let texts = inner.texts(FolderPredicate.ignoredPathsKey, &problems)
      ignoredPaths = texts.compactMap(FolderPredicate.ignoredPath)
    } else {
      ignoredPaths = []
    }
    if files.isEmpty, problems.count == before {
      problems.add(
        reader.place(of: "resources"), "lists no file, so that nothing was signed; sign it again")
    }
    if problems.count > before { return nil }
  }

  var json: JSONValue {
    var serialization = Dictionary(
      FolderPredicate.serialization.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    serialization[FolderPredicate.ignoredPathsKey] = .texts(ignoredPaths)
    return .object([
      "resources": .array(files.map(\.json)), "serialization": .object(serialization),
    ])
  }

  /// A path without `.` and doubled slashes; nil for one that leads out of the folder, which can
  /// leave nothing out, or is the folder itself, which must not.
  static func ignoredPath(_ text: String) -> String? {
    // By bytes: as a text, a slash with an accent after it would be another letter.
    let parts = text.utf8.split(separator: UInt8(ascii: "/")).filter { Array($0) != [0x2E] }
    let path = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    let isAbsolute = text.utf8.first == UInt8(ascii: "/")
    return isAbsolute || !FileDigest.isPlain(path) ? nil : path
  }
}

extension FileDigest: DocumentPart {
  private static let algorithm = "sha256"

  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    let before = problems.count
    var reader = ObjectReader(value, place: place, &problems)
    let path = reader.text("name", &problems)
    let algorithm = reader.text("algorithm", &problems)
    let digest = reader.digest("digest", &problems)
    if let algorithm, algorithm != FileDigest.algorithm {
      problems.add(reader.place(of: "algorithm"), "is '\(algorithm)', where sha256 is needed")
    }
    if let path, !FileDigest.isPlain(path) {
      problems.add(
        reader.place(of: "name"),
        "is '\(path)', where a path within the folder without . and .. is needed")
    }
    guard let path, let digest, problems.count == before else { return nil }
    self.init(path: path, digest: digest)
  }

  var json: JSONValue {
    .object([
      "name": .text(path), "digest": .text(digest.description),
      "algorithm": .text(FileDigest.algorithm),
    ])
  }

  /// Whether a path stays within the folder and is the only spelling of it.
  static func isPlain(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !path.utf8.contains(0)
      && parts.map(Array.init).allSatisfy { $0 != [] && $0 != [0x2E] && $0 != [0x2E, 0x2E] }
  }
}
