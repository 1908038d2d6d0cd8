import Digests
import Pipeline
import Provenance
import Text

/// All that the zoo knows of a model; the JSON form is stable, a new key may be added.
public struct ModelDetails: Codable, Hashable, Sendable {
  /// A file that goes in.
  public struct Source: Codable, Hashable, Sendable {
    /// What it is used as.
    public var role: String
    /// What it is called.
    public var file: String
    /// Where it can be had.
    public var urls: [String]
    /// The SHA-256 that the recipe accepts; empty where it knows none.
    public var accepted: [String]
    /// The bytes in the store; nil where they were not pulled.
    public var contents: Contents?
    /// Where unreviewed bytes are from; nil where the recipe knows their hash.
    public var firstUse: String?
    /// The licence.
    public var license: String
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// The model at a glance.
  public var summary: ModelSummary
  /// What the recipe says of it.
  public var description: String
  /// The words to find it by.
  public var tags: [String]
  /// The recipe's file.
  public var recipe: String
  /// What it is made from.
  public var sources: [Source]
  /// The files to publish; empty where it was not built.
  public var files: [String: Contents]
  /// What was quarantined.
  public var quarantine: [QuarantineEntry]
  /// Where it was pulled from, built, with the key of its publisher; nil of our own.
  public var pulled: PulledEntry?

  /// Looks a model up.
  ///
  /// - Throws: a `Failure` when documents of the store are damaged.
  public init(_ recipe: Recipe, in store: Store) throws {
    summary = try ModelSummary(recipe, in: store)
    description = recipe.description
    tags = recipe.tags
    self.recipe = recipe.path
    let pulled = try store.read(PullEntry.self, recipe.name)
    sources = recipe.sources.map { source in
      let file = pulled?.files[source.role.rawValue]
      return Source(
        role: source.role.rawValue, file: source.file, urls: source.urls,
        accepted: source.accepted.map { "\($0.digest)" }, contents: file?.contents,
        firstUse: source.accepted.isEmpty ? file?.firstUse : nil,
        license: source.terms.license.description)
    }
    files = try store.read(ModelEntry.self, recipe.name)?.files ?? [:]
    quarantine = try store.quarantined().filter { $0.model == recipe.name }
  }

  /// A built model that was pulled from somebody else's zoo.
  ///
  /// - Throws: a `Failure` when documents of the store are damaged.
  public init(_ name: String, _ entry: PulledEntry, in store: Store) throws {
    summary = try ModelSummary(name, entry, in: store)
    description = ""
    tags = []
    recipe = ""
    sources = []
    files = entry.files
    quarantine = []
    pulled = entry
  }
}

extension ModelDetails {
  /// For people.
  public var text: Lines {
    var lines: [Lines] = ["\(summary.name): \(summary.title)", paragraphs]
    if !tags.isEmpty { lines.append("tags: \(tags.joined(separator: ", "))") }
    lines += ["", ModelSummary.table([summary]), ""]
    if let pulled {
      lines += [
        "pulled from \(pulled.origin), where it is called \(pulled.name)", "  \(pulled.version)",
      ]
      if let key = try? VerificationKey(pem: pulled.publicKey, source: "") {
        lines.append("  signed with the key \(key.id)")
      }
      if let reason = pulled.withdrawn { lines.append("  withdrawn by its publisher: \(reason)") }
    } else {
      lines.append("made by \(recipe) from")
      for source in sources { lines += text(of: source) }
    }
    if !files.isEmpty {
      lines.append("files")
      for (path, file) in files.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(path)  \(file.size) bytes  sha256 \(file.digest)")
      }
    }
    lines += runtimes
    if !summary.gates.isEmpty { lines += ["gates"] + summary.gates.lines }
    if !quarantine.isEmpty {
      lines.append("quarantined")
      for entry in quarantine {
        lines.append("  \(entry.wanted) from \(entry.origin): \(entry.reason)")
      }
    }
    return lines.joined()
  }

  /// Which file is for which runtime, and by what it was checked.
  private var runtimes: [Lines] {
    let rows = (summary.metrics?.targets ?? []).map { target -> Lines in
      let isMeasured = target.accuracy != nil || target.agreement != nil
      return "  \(target.file)  \(target.rules?.title ?? target.target): "
        + "\(target.rules?.words ?? "not checked by any rule"); "
        + (isMeasured ? "measured on Darkroom's own engine, not on the runtime" : "not measured")
    }
    return rows.isEmpty ? [] : ["runtimes"] + rows
  }

  private func text(of source: Source) -> [Lines] {
    var lines: [Lines] = ["  \(source.role) \(source.file)  \(source.license)"]
    if let contents = source.contents {
      lines.append("    sha256 \(contents.digest), \(contents.size) bytes, in the store")
    } else if let digest = source.accepted.first {
      lines.append("    sha256 \(digest), not pulled yet")
    } else {
      lines.append("    its hash is not known")
    }
    if let firstUse = source.firstUse {
      lines.append("    hash of first use, from \(firstUse); review it and put it into the recipe")
    }
    return lines + source.urls.map { "    \($0)" }
  }

  /// The description, which may have line ends of its own.
  private var paragraphs: Lines {
    description.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { Lines($0) }.joined()
  }
}
