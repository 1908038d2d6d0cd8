import Digests
import Files
import JSON
import Provenance
import Text

/// What differs between two versions of a model; the JSON form is stable, a new key may be added.
public struct ModelDifference: Encodable, Sendable {
  /// One thing that both versions, or one of them, say.
  public struct Row: Encodable, Sendable {
    /// What it is said of: `float`, `INT8`, `INT8 for TensorRT`, `materials`, `files`.
    public var subject: String
    /// What is said: a metric by its name, `bytes`, `licence`, the path of a file.
    public var what: String
    /// What the first says; nil for nothing.
    public var first: String?
    /// What the second says; nil for nothing.
    public var second: String?
    /// The second less the first, where both are numbers of the same thing.
    public var difference: Double?
    /// Whether both say another thing.
    public var differs: Bool { first != second }

    private enum CodingKeys: String, CodingKey {
      case subject, what, first, second, difference, differs
    }

    /// As JSON.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(subject, forKey: .subject)
      try container.encode(what, forKey: .what)
      try container.encodeIfPresent(first, forKey: .first)
      try container.encodeIfPresent(second, forKey: .second)
      try container.encodeIfPresent(difference, forKey: .difference)
      try container.encode(differs, forKey: .differs)
    }
  }

  /// The version of this form.
  public let schemaVersion = 1
  /// What the versions are called.
  public let versions: [String]
  /// What they say, in an order for people.
  public let rows: [Row]

  private enum CodingKeys: String, CodingKey { case schemaVersion, versions, rows }

  /// Compares two versions.
  public init(_ first: ModelVersion, _ second: ModelVersion) {
    versions = [first.name, second.name]
    var rows: [Row] = []
    let (before, after) = (first.models, second.models)
    let labels = ModelDifference.union(before.map(\.label), after.map(\.label))
    for label in labels {
      let (a, b) = (
        before.first { $0.label == label }?.record, after.first { $0.label == label }?.record
      )
      rows += ModelDifference.rows(label, a, b)
    }
    rows += ModelDifference.rows("materials", first.materials, second.materials)
    rows += ModelDifference.rows(
      "files", first.files.mapValues { "\($0.digest)" }, second.files.mapValues { "\($0.digest)" })
    self.rows = rows
  }

  private static func union(_ first: [String], _ second: [String]) -> [String] {
    first + second.filter { !first.contains($0) }
  }

  private static func rows(
    _ subject: String, _ first: [String: String], _ second: [String: String]
  ) -> [Row] {
    Set(first.keys).union(second.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      Row(subject: subject, what: $0, first: first[$0], second: second[$0])
    }
  }

  /// What two records of the same kind of model say.
  private static func rows(
    _ label: String, _ first: ProvenanceRecord?, _ second: ProvenanceRecord?
  ) -> [Row] {
    func row(_ what: String, _ value: (ProvenanceRecord) -> String?) -> Row {
      Row(
        subject: label, what: what, first: first.flatMap(value), second: second.flatMap(value))
    }
    var bytes = row("bytes") { "\($0.artifact.file.size)" }
    if let first, let second {
      bytes.difference = Double(second.artifact.file.size - first.artifact.file.size)
    }
    var rows = [bytes, row("sha256") { "\($0.artifact.file.digest)" }]
    let (before, after) = (first?.numbers ?? [], second?.numbers ?? [])
    for what in union(before.map(\.name), after.map(\.name)) {
      let (a, b) = (before.first { $0.name == what }, after.first { $0.name == what })
      var found = Row(subject: label, what: what, first: a?.text, second: b?.text)
      // Numbers of other images, or of another protocol, have no difference that says anything.
      if let a, let b, a.data == b.data { found.difference = b.value - a.value }
      rows.append(found)
    }
    rows += [
      row("licence") { "\($0.artifact.license)" },
      row("operator set") { $0.artifact.opset.map { "\($0)" } },
      row("made by") { "\($0.tool.name) \($0.tool.version)" },
      row("calibration") { record in
        record.calibration.map { "\($0.name), \($0.count) images, \($0.license), \($0.digest)" }
      },
    ]
    rows += self.rows(label, first?.optionTexts ?? [:], second?.optionTexts ?? [:])
    return rows.filter { $0.first != nil || $0.second != nil }
  }
}

extension ModelVersion {
  /// The models with what they are.
  fileprivate var models: [(label: String, record: ProvenanceRecord)] {
    var found: [(label: String, record: ProvenanceRecord)] = []
    let sorted = records.sorted {
      ($0.isInt8 ? 1 : 0, $0.checkedRules == nil ? 0 : 1, $0.artifact.file.name)
        < ($1.isInt8 ? 1 : 0, $1.checkedRules == nil ? 0 : 1, $1.artifact.file.name)
    }
    for record in sorted {
      var label =
        record.isInt8 ? "INT8" : record.artifact.precision == "float16" ? "float16" : "float"
      if let rules = record.checkedRules { label += " for \(rules.title)" }
      if found.contains(where: { $0.label == label }) { label += " \(record.artifact.file.name)" }
      found.append((label, record))
    }
    return found
  }

  /// What the models are made from, by role and name, with hash and licence.
  fileprivate var materials: [String: String] {
    var found: [String: String] = [:]
    for material in records.flatMap(\.materials) where material.role != .parentModel {
      let name = "\(material.role.rawValue) \(Folder.name(of: material.file.name))"
      found[name] = "\(material.file.digest), \(material.license)"
    }
    return found
  }
}

extension ProvenanceRecord {
  /// Whether the model holds 8-bit integers.
  var isInt8: Bool { artifact.precision?.contains("int8") ?? false }

  fileprivate struct Number {
    var name: String
    var value: Double
    var text: String
    /// What it was measured with: numbers of other data cannot be compared.
    var data: [String]
  }

  /// What was measured of the model as a whole.
  fileprivate var numbers: [Number] {
    measurements.filter { $0.artifact == artifact.file.digest }.flatMap { measurement in
      let data = [
        measurement.dataset.map { "\($0.imageCount)" } ?? "",
        measurement.dataset?.annotations.map { "\($0.digest)" } ?? "",
        JSONValue.object(measurement.protocolParameters).summary,
      ]
      return measurement.metrics.filter { $0.slice == nil }.map { metric in
        let interval = metric.interval.map {
          " [\(fixed($0.lowerBound, 4)), \(fixed($0.upperBound, 4))]"
        }
        return Number(
          name: "\(measurement.kind) \(metric.name)", value: metric.value,
          text: "\(fixed(metric.value, 4))\(metric.unit.map { " \($0)" } ?? "")\(interval ?? "")",
          data: data)
      }
    }
  }

  /// The options of the command that made the model.
  fileprivate var optionTexts: [String: String] {
    Dictionary(
      command.parameters.map { ("option \($0.key)", $0.value.summary) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension ModelDifference {
  /// For people: all that differs.
  public var text: Lines {
    var lines: [Lines] = ["\(versions[0]) -> \(versions[1])"]
    guard rows.contains(where: \.differs) else {
      return (lines + ["both are the same, in all \(rows.count) points"]).joined()
    }
    func short(_ row: Row, _ value: String?) -> String {
      guard let value else { return "-" }
      // Hashes are told apart by their beginning.
      return value.replacing(/[0-9a-f]{64}/) { String($0.output.prefix(12)) }
    }
    var subject = ""
    var table = [["", "", "first", "second", "difference"]]
    for row in rows where row.differs {
      let isBytes = row.what == "bytes"
      let difference = row.difference.map { value in
        (value > 0 ? "+" : "") + fixed(value, isBytes ? 0 : 4)
      }
      table.append([
        row.subject == subject ? "" : row.subject, row.what, short(row, row.first),
        short(row, row.second), difference ?? "",
      ])
      subject = row.subject
    }
    lines.append(Table(table, alignment: [.left, .left, .left, .left, .right]).text())
    let same = rows.count { !$0.differs }
    if same > 0 { lines.append("\(same) other points are the same") }
    return lines.joined()
  }
}
