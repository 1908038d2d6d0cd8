import Pipeline
import Text

/// A model of the zoo at a glance; the JSON form is stable, a new key may be added.
public struct ModelSummary: Codable, Hashable, Sendable {
  private enum CodingKeys: String, CodingKey {
    case name, title, state, isStale, gates, origin
    case metrics = "figures"
  }

  /// What commands call it.
  public var name: String
  /// What people call it.
  public var title: String
  /// How far it is.
  public var state: ModelState
  /// Whether the recipe was changed after it was built.
  public var isStale: Bool
  /// What was measured; nil where it was not built.
  public var metrics: ModelMetrics?
  /// What has to hold before it is published; empty where it was not built.
  public var gates: [Gate]
  /// The zoo that it was pulled from, built; nil of our own.
  public var origin: String?

  /// Looks a model up.
  ///
  /// - Throws: a `Failure` when documents of the store are damaged.
  public init(_ recipe: Recipe, in store: Store) throws {
    name = recipe.name
    title = recipe.title
    let entry = try store.read(ModelEntry.self, recipe.name)
    let build = try store.build(of: recipe.name)
    isStale = entry.map { $0.recipe != recipe.digest } ?? false
    metrics = entry?.metrics
    gates = entry?.gates ?? []
    let sources = try store.read(PullEntry.self, recipe.name)
    let isPulled = recipe.sources.allSatisfy { source in
      sources?.files[source.role.rawValue].map { store.contains([$0.contents]) } ?? false
    }
    let isQuarantined = try store.quarantined().contains { $0.model == recipe.name }
    state =
      if build != nil {
        if try store.read(PublicationEntry.self, recipe.name)?.build == build {
          .published
        } else if try store.read(VerifiedEntry.self, recipe.name)?.build == build {
          .verified
        } else {
          .built
        }
      } else if isPulled { .pulled } else if isQuarantined { .quarantined } else { .known }
  }
}

extension ModelSummary {
  /// A built model that was pulled from somebody else's zoo, by its records.
  ///
  /// - Throws: a `Failure` when documents of the store are damaged.
  init(_ name: String, _ entry: PulledEntry, in store: Store) throws {
    let records = try ModelVersion.records(of: entry.files, in: store)
    self.name = name
    title = records.first { !$0.isInt8 }?.artifact.title ?? entry.name
    state = .theirs
    isStale = false
    metrics = ModelMetrics(records)
    gates = []
    origin = entry.origin
  }

  /// The models that were pulled from other zoos.
  ///
  /// - Throws: a `Failure` when documents of the store are damaged.
  public static func pulled(in store: Store) throws -> [ModelSummary] {
    try store.names(PulledEntry.self).compactMap { name in
      try store.read(PulledEntry.self, name).map { try ModelSummary(name, $0, in: store) }
    }
  }
}

/// How far a model of the zoo is.
public enum ModelState: String, Codable, Hashable, Sendable {
  /// There is a recipe.
  case known
  /// A file that was fetched was quarantined, and the right one is not there.
  case quarantined
  /// All that it is made from is in the store.
  case pulled
  /// It was made.
  case built
  /// It was made, and everything about it was checked.
  case verified
  /// It was published as it is.
  case published
  /// It was built by somebody else, and pulled from their zoo.
  case theirs
}

extension ModelSummary {
  /// Models as a table for people.
  public static func table(_ models: [ModelSummary]) -> Lines {
    let judged = models.flatMap { [$0.metrics?.float, $0.metrics?.int8] }.compactMap(\.self)
    let kinds = Set(judged.map { $0.top1 == nil ? "AP" : "top-1" }).sorted()
    let kind = kinds.isEmpty ? "AP" : kinds.joined(separator: " or ")
    var rows = [["model", "state", "float", "INT8", kind, "\(kind) INT8", "agreement", "gates"]]
    for model in models {
      let metrics = model.metrics
      rows.append([
        model.name,
        model.origin.map { "from \($0)" } ?? model.state.rawValue
          + (model.isStale ? " (recipe changed)" : ""),
        size(metrics?.floatBytes), size(metrics?.int8Bytes), accuracy(metrics?.float),
        accuracy(metrics?.int8), agreement(metrics?.agreement),
        model.gatesInShort,
      ])
      for target in metrics?.targets ?? [] {
        rows.append([
          "  for \(target.target)", "", "", size(target.bytes), "", accuracy(target.accuracy),
          agreement(target.agreement), target.rules?.inShort ?? "",
        ])
      }
    }
    return Table(rows, alignment: [.left, .left]).text()
  }

  private var gatesInShort: String {
    guard !gates.isEmpty else { return "" }
    let held = gates.count { $0.verdict == .passed }
    let failed = gates.count { $0.verdict == .failed }
    return "\(held) of \(gates.count)\(failed > 0 ? ", \(failed) failed" : "")"
  }

  static func size(_ bytes: Int?) -> String {
    guard let bytes else { return "" }
    return bytes < 1_000_000
      ? "\(fixed(Double(bytes) / 1e3, 0)) kB" : "\(fixed(Double(bytes) / 1e6, 1)) MB"
  }

  private static func accuracy(_ found: ModelMetrics.Accuracy?) -> String {
    (found?.main).map { fixed($0, 4) } ?? ""
  }

  private static func agreement(_ found: ModelMetrics.Agreement?) -> String {
    (found?.main).map { fixed($0, 3) } ?? ""
  }
}

extension ModelMetrics.Rules {
  /// How many of the rules the model keeps.
  fileprivate var inShort: String { "\(checked - broken) of \(checked) rules" }
}

extension Gate.Verdict {
  /// As lines of a list begin.
  var column: String {
    switch self {
    case .passed: "ok      "
    case .failed: "FAILED  "
    case .unproven: "unproven"
    }
  }
}

extension [Gate] {
  /// A line each, for people.
  public var lines: [Lines] { map { "  \($0.verdict.column)  \($0.text)" } }
}
