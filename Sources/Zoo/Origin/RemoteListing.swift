import JSON
import Registry
import Text

/// What somebody's zoo has to offer; the JSON form is stable, a new key may be added.
public struct RemoteListing: Encodable, Sendable {
  /// A model.
  public struct Model: Encodable, Sendable {
    /// What `zoo pull` calls it.
    public var name: String
    /// What people call it; nil where the place does not tell.
    public var title: String?
    /// What it is for.
    public var task: String?
    /// Its licences, as an SPDX expression.
    public var license: String?
    /// Its files by what they are: `float`, `INT8`, with bytes and accuracy.
    public var variants: [Variant]
    /// The tags that a registry has of it.
    public var tags: [String]
    /// Why it was withdrawn, as the place says; nil where it was not.
    public var withdrawn: String?
  }

  /// A file of a model.
  public struct Variant: Encodable, Sendable {
    /// `float`, `INT8`, `INT8 for TensorRT`.
    public var label: String
    /// Its size.
    public var bytes: Int
    /// AP, or top-1 of a classifier; nil where it was not measured.
    public var accuracy: Double?
  }

  /// The version of this form.
  public let schemaVersion = 1
  /// Where the zoo is.
  public let origin: String
  /// Its models, by name.
  public let models: [Model]

  /// Asks a zoo. What it says is not verified: a pull does that.
  ///
  /// - Throws: a `Failure`.
  public init(_ origin: Origin, _ connection: RegistryConnection) throws {
    self.origin = "\(origin)"
    switch origin {
    case .site(let address):
      models = try SiteListing(at: address, connection.policy).models.map { model in
        Model(
          name: model.name, title: model.title, task: model.task, license: model.license,
          variants: model.variants.map {
            Variant(label: $0.label, bytes: $0.bytes, accuracy: $0.accuracy)
          }, tags: [], withdrawn: model.withdrawn?.reason)
      }
    case .registry(let base, _):
      models = try RegistryCatalog(below: base, connection).names.map { name in
        let reference = try RegistryReference("\(base)/\(name)")
        return Model(
          name: name, variants: [], tags: try RegistryClient(reference, connection).tags())
      }
    case .folder(let path):
      let offer = try OriginOffer("", in: origin, connection)
      models = [Model(name: offer.folderName, title: path, variants: [], tags: [])]
    }
  }

  /// For people.
  public var text: Lines {
    guard !models.isEmpty else { return "\(origin): has no models" }
    let hasTags = models.contains { !$0.tags.isEmpty }
    var rows = [
      ["model", hasTags ? "tags" : "task", "licence", "float", "INT8", "accuracy", "INT8"]
    ]
    for model in models {
      let float = model.variants.first { $0.label == "float" }
      let int8 = model.variants.first { $0.label == "INT8" }
      rows.append([
        model.name + (model.withdrawn == nil ? "" : " (withdrawn)"),
        hasTags ? model.tags.joined(separator: " ") : model.task ?? "", model.license ?? "",
        ModelSummary.size(float?.bytes), ModelSummary.size(int8?.bytes),
        float?.accuracy.map { fixed($0, 4) } ?? "", int8?.accuracy.map { fixed($0, 4) } ?? "",
      ])
    }
    return Table(rows, alignment: [.left, .left, .left]).text()
  }
}
