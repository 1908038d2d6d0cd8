import Digests
import Download
import Text

extension RecipeReader {
  private static let largest = 1 << 40

  /// What goes in.
  func sources(_ top: MappingReader) -> [Recipe.Source] {
    guard let reader = top.requiredMapping("sources") else { return [] }
    var sources: [Recipe.Source] = []
    var names: [String: Recipe.Source.Role] = [:]
    for role in Recipe.Source.Role.allCases {
      let key = role.rawValue
      let entry = role == .names ? reader.optionalMapping(key) : reader.requiredMapping(key)
      guard let entry, let source = source(entry, role) else { continue }
      if let other = names.updateValue(role, forKey: source.file) {
        entry.tell(
          "file",
          "has the same file name as '\(other.rawValue)'; give one of them another with 'file'")
      }
      sources.append(source)
    }
    reader.finish()
    return sources
  }

  private func source(_ reader: MappingReader, _ role: Recipe.Source.Role) -> Recipe.Source? {
    let urls = reader.list("urls", .address)
    if !reader.has("urls") {
      problems.add(
        reader.location,
        "the key 'urls' is missing; list the addresses, or write [] for what only mirrors have")
    }
    let file = reader.optional("file", .fileName)
    let name = file ?? urls.first.flatMap(SourceAddress.fileName)
    if name == nil, !reader.has("file"), reader.has("urls") {
      reader.tell(
        "urls",
        "does not end in a file's name, so that nothing tells what to call the file; add 'file'")
    }
    let digest = reader.required("sha256", .digestOrUnknown)
    let size = reader.optional("size", .whole(0...RecipeReader.largest))
    let others = alsoAccepted(reader)
    let terms = terms(reader)
    reader.finish()

    // Twice optional: neither a digest nor the word for an unknown one.
    guard case .some(let digest) = digest else { return nil }
    var accepted: [ExpectedContents] = []
    if let digest {
      accepted = [.init(digest: digest, size: size)]
      for (other, location) in others {
        if accepted.contains(where: { $0.digest == other.digest }) {
          problems.add(location, "alsoAccepted: is accepted already; remove the entry")
        }
        accepted.append(other)
      }
    } else if reader.has("alsoAccepted") {
      reader.tell(
        "alsoAccepted",
        "goes with a known 'sha256' only, since any file is accepted where it is unknown")
    }
    guard let name else { return nil }
    return Recipe.Source(
      role: role, file: name, urls: urls, accepted: accepted, size: digest == nil ? size : nil,
      terms: terms)
  }

  private func alsoAccepted(
    _ reader: MappingReader
  ) -> [(ExpectedContents, SourceLocation)] {
    reader.list("alsoAccepted").compactMap { node in
      guard let entry = MappingReader(node, for: "alsoAccepted", problems) else { return nil }
      let digest = entry.required("sha256", .digest)
      let size = entry.optional("size", .whole(0...RecipeReader.largest))
      // For people; checked like everything else.
      _ = entry.optional("note", .line)
      entry.finish()
      return digest.map { (.init(digest: $0, size: size), node.location) }
    }
  }
}
