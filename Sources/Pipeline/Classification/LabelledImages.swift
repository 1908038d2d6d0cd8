import Digests
import Evaluation
import Files
import Text
import Vision

/// Images with the class that each belongs to.
struct LabelledImages: Sendable {
  /// An image.
  struct Entry: Sendable {
    /// What it is called: its path in the folder, or as the list has it.
    let name: String
    /// Where it is.
    let path: String
    /// The class index.
    let label: Int
  }

  /// The images, in their order.
  private(set) var entries: [Entry] = []
  /// Which labels they were.
  let record: FileDigest
  /// Things worth saying.
  private(set) var warnings: [Lines] = []

  private init(_ entries: [Entry], _ record: FileDigest, _ warnings: [Lines]) {
    self.entries = entries
    self.record = record
    self.warnings = warnings
  }

  /// Some of the images, evenly spread: in order they are those of one class after the other.
  func spread(_ count: Int?) -> LabelledImages {
    var some = self
    if let count { some.entries = entries.spread(count) }
    return some
  }
}

extension LabelledImages {
  /// Images in a folder for each class.
  ///
  /// A folder is called as its class, or with the class index. Where the model has no class names, the
  /// folders in the order of their names are the classes, if there are as many.
  ///
  /// - Parameters:
  ///   - names: the class names; empty where they are not known.
  ///   - count: how many classes there are.
  /// - Throws: a `Failure`, with all folders that are no class.
  init(byFolder folder: String, names: [String], count: Int) throws {
    guard Folder.exists(folder) else {
      throw PipelineError.unreadable("\(folder): there is no such folder of images")
    }
    let files = try InputFiles.nested(in: folder)
    let folders = try Folder.names(in: folder).filter { Folder.exists("\(folder)/\($0)") }
    var warnings: [Lines] = []
    var names = names
    if names.isEmpty, folders.count == count {
      names = folders
      warnings.append(
        "\(folder): its folders, by name, are taken for the classes 0 to \(count - 1), as the model has "
          + "no class names")
    }
    let index = ClassIndex(names, count: count)
    var entries: [Entry] = []
    var unknown: [String] = []
    var loose = 0
    for name in files {
      let parts = Folder.parts(of: name)
      guard parts.count > 1 else {
        loose += 1
        continue
      }
      if let label = index[parts[0]] {
        entries.append(Entry(name: name, path: "\(folder)/\(name)", label: label))
      } else if unknown.last != parts[0] {
        unknown.append(parts[0])
      }
    }
    guard unknown.isEmpty else {
      let shown = unknown.prefix(5).map { quoted($0) }.joined(separator: ", ")
      let rest = unknown.count > 5 ? " and \(unknown.count - 5) more folders" : ""
      throw PipelineError.malformed(
        "\(folder): no class of the model is called \(shown)\(rest); classes are \(index.summary); call "
          + "folders as the classes, or give the names that the folders have\(with: .classNames)")
    }
    guard !entries.isEmpty else {
      throw PipelineError.unreadable(
        "\(folder): has no images in folders called as the classes of the model, \(index.summary)")
    }
    if loose > 0 {
      let verb = loose == 1 ? "is" : "are"
      warnings.append(
        "\(folder): \(counted(loose, "image")) in no folder of a class \(verb) left out")
    }
    var lines = ""
    for entry in entries { lines += "\(entry.name)\t\(entry.label)\n" }
    self.init(
      entries, FileDigest(path: folder, digest: Digest(of: Array(lines.utf8))), warnings)
  }

  /// The images of a list: on each line a path, and behind it, after blanks or a tab, a class name or
  /// index; of a path alone the class whose name is in it, the first of the names, as darknet's
  /// `classifier valid` has it.
  ///
  /// - Parameters:
  ///   - images: the folder that paths are relative to; they may be from the current folder and from
  ///     that of the list as well.
  ///   - names: the class names.
  ///   - parts: what paths are searched for, by class, where it differs from the names.
  /// - Throws: a `Failure`, with all lines that give no class and images that are not there.
  init(
    list: String, images: String?, names: [String], parts: [String]? = nil, count: Int
  ) throws {
    let lines = try CalibrationImages.lines(ofList: list)
    let index = ClassIndex(names, count: count)
    let parts = parts ?? names
    let folders = [images, "."].compactMap(\.self) + [Folder.parent(of: list)]
    var problems = Problems<String>()
    var (missing, ambiguous) = (0, 0)
    var entries: [Entry] = []
    for (number, line) in lines {
      guard let found = index.split(line) ?? ClassIndex.search(line, for: parts) else {
        problems.add(
          "\(list):\(number)",
          "\(quoted(line)) says no class; end it with one of \(index.summary), or its index")
        continue
      }
      if found.isAmbiguous { ambiguous += 1 }
      let path = found.path
      let below = folders.map { $0 == "." ? path : "\($0)/\(path)" }
      let places = path.hasPrefix("/") ? [path] : below
      guard let place = places.first(where: Folder.hasFile) else {
        missing += 1
        problems.add("\(list):\(number)", "\(quoted(path)) is not there")
        continue
      }
      entries.append(Entry(name: path, path: place, label: found.label))
    }
    guard problems.isEmpty else {
      let text = problems.lines
      throw missing == problems.count
        ? PipelineError.unreadable(text) : PipelineError.malformed(text)
    }
    guard !entries.isEmpty else {
      throw PipelineError.malformed("\(list): lists no images, so there is nothing to judge")
    }
    var warnings: [Lines] = []
    if ambiguous > 0 {
      let (has, them) = ambiguous == 1 ? ("has", "it") : ("have", "them")
      warnings.append(
        "\(list): \(counted(ambiguous, "path")) \(has) the names of several classes in \(them); the "
          + "first of the names counts, as in darknet")
    }
    self.init(
      entries, FileDigest(path: list, digest: try Digest(ofFile: list)), warnings)
  }
}

extension Array {
  /// As many elements, evenly spread over all of them; all where there are no more.
  public func spread(_ most: Int) -> [Element] {
    guard most < count else { return self }
    return (0..<most).map { self[$0 * count / most] }
  }
}
