import Digests
import Files
import Pipeline
import Provenance
import Text

/// The images that a recipe asks for, in an order that does not depend on where they are.
struct ImageSelection {
  /// An image.
  struct Entry: Hashable {
    /// Its name without folders, as the list has it where there is one.
    let name: String
    let digest: Digest
    /// Where it is; nil where it was not looked for.
    let path: String?
  }

  /// What the images are called, for messages.
  let set: Recipe.ImageSet
  /// The images.
  let entries: [Entry]
  /// How they were drawn; nil where they were not.
  private(set) var sampling: CalibrationSampling?

  /// Finds the images of a set.
  ///
  /// - Parameters:
  ///   - given: where the user says they are; it counts where the recipe says nothing.
  ///   - limit: the most images.
  /// - Returns: nil where it is not known where they are and there is no list of them.
  /// - Throws: a `Failure` when they cannot be read, or not all that are listed are there.
  init?(
    _ set: Recipe.ImageSet, of recipe: Recipe, given: String?, limit: Int? = nil
  ) throws {
    self.set = set
    let place = set.folder.map(recipe.resolve) ?? given
    let limit = [set.limit, limit].compactMap(\.self).min() ?? Int.max
    if let list = set.list {
      let path = recipe.resolve(list)
      var listed = try DigestList(contentsOf: path).entries
      if let sample = set.sample {
        let (positions, sampling) = try sample.drawn(from: listed.map(\.path), of: path)
        listed = positions.map { listed[$0] }
        self.sampling = sampling
      }
      listed = Array(listed.prefix(limit))
      guard let place else {
        entries = listed.map { Entry(name: Folder.name(of: $0.path), digest: $0.digest, path: nil) }
        return
      }
      entries = try ImageSelection.find(listed, in: place, set)
      return
    }
    guard let place else { return nil }
    let choice = set.sample.map { CalibrationChoice.sample($0) } ?? .all
    let (paths, sampling) = try choice.paths(of: place)
    self.sampling = sampling
    var entries: [Entry] = []
    for path in paths.prefix(limit) { entries.append(try ImageSelection.entry(path)) }
    self.entries = entries
  }

  /// Files that are known one by one.
  init(_ paths: [String], of set: Recipe.ImageSet) throws {
    self.set = set
    var entries: [Entry] = []
    for path in paths { entries.append(try ImageSelection.entry(path)) }
    self.entries = entries
  }

  /// Some images of a selection.
  init(_ entries: some Sequence<Entry>, of set: Recipe.ImageSet) {
    self.set = set
    self.entries = Array(entries)
  }

  /// How many images a set has, none of which is read; 0 where it is not known where they are.
  ///
  /// - Throws: a `Failure` when they cannot be listed.
  static func count(_ set: Recipe.ImageSet, of recipe: Recipe, given: String?) throws -> Int {
    let all: Int
    if let list = set.list {
      all = try DigestList(contentsOf: recipe.resolve(list)).entries.count
    } else if let place = set.folder.map(recipe.resolve) ?? given {
      all = try CalibrationImages.paths(of: place).count
    } else {
      return 0
    }
    return [set.sample?.count, set.limit].compactMap(\.self).reduce(all, min)
  }

  private static func entry(_ path: String) throws -> Entry {
    return Entry(name: Folder.name(of: path), digest: try Digest(ofFile: path), path: path)
  }

  /// The images of a list, by name first, and then by what is in them.
  private static func find(
    _ listed: [DigestList.Entry], in place: String, _ set: Recipe.ImageSet
  ) throws -> [Entry] {
    let paths = try CalibrationImages.paths(of: place)
    let byName = Dictionary(paths.map { (Folder.name(of: $0), $0) }) { first, _ in first }
    var byDigest: [Digest: String]?
    var found: [Entry] = []
    var missing: [String] = []
    for item in listed {
      let name = Folder.name(of: item.path)
      if let path = byName[name], try entry(path).digest == item.digest {
        found.append(Entry(name: name, digest: item.digest, path: path))
        continue
      }
      if byDigest == nil {
        var all: [Digest: String] = [:]
        for path in paths { all[try entry(path).digest] = path }
        byDigest = all
      }
      if let path = byDigest?[item.digest] {
        found.append(Entry(name: name, digest: item.digest, path: path))
      } else {
        missing.append("\(name) (sha256 \(item.digest))")
      }
    }
    guard missing.isEmpty else {
      throw PipelineError.unreadable(
        """
        \(place): \(missing.count) of the \(listed.count) images of \(set.name) are not there: \
        \(missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? ", ..." : "")); name a \
        folder that has them
        """)
    }
    return found
  }

  /// The images by their names; those of one name by their places, too.
  var digests: [String: Digest] {
    var digests: [String: Digest] = [:]
    for (index, entry) in entries.enumerated() {
      let name = entry.name
      digests[digests[name] == nil ? name : "\(name) (\(index + 1))"] = entry.digest
    }
    return digests
  }

  /// Lays the images out in a folder under their names, with a list of them.
  ///
  /// - Returns: the list.
  /// - Throws: a `Failure` (unreadable) when it is not known where they are.
  func lay(in folder: String) throws -> String {
    var text = ""
    for (index, entry) in entries.enumerated() {
      guard let path = entry.path, let absolute = Folder.absolute(path) else {
        throw FileError(
          kind: .unreadable, path: set.name,
          message: "the images are needed; say where they are")
      }
      // Images of one name get folders of their own, since the name is recorded.
      let place = "\(folder)/images/\(index)"
      try Folder.create(place)
      try Folder.link("\(place)/\(entry.name)", to: absolute)
      text += "\(place)/\(entry.name)\n"
    }
    let list = "\(folder)/images.list"
    try AtomicFile.write(Array(text.utf8), to: list)
    return list
  }
}
